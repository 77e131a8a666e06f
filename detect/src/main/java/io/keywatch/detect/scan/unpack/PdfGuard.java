package io.keywatch.detect.scan.unpack;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a PDF before the library does, which inflates what it is given without a limit: every compressed
 * stream is inflated here once, counted and thrown away. What could hide more than that (filters upon filters,
 * encryption, names written in escapes) is refused.
 */
final class PdfGuard {
    /** Beyond it nobody reads text, and the library holds the whole file several times. */
    static final int MAX_FILE = 32 * 1024 * 1024;

    /** The library holds what it inflates until the file is done; fonts and pictures of a long document take this. */
    static final int MAX_INFLATED = 128 * 1024 * 1024;

    /** From the dictionary of a stream to its data. */
    private static final int DICTIONARY = 4 * 1024;

    /** Of zlib, before the deflated data. */
    private static final int HEADER = 2;

    private static final byte[] STREAM = "stream".getBytes(StandardCharsets.US_ASCII);

    /** One filter, or two of which the outer one only spells bytes as text. */
    private static final Pattern FILTER = Pattern.compile(
            "/Filter\\s*(?:\\[\\s*(?:/(?:ASCIIHexDecode|AHx|ASCII85Decode|A85)\\s*)?(?:/([A-Za-z0-9]+)\\s*)?\\]|/([A-Za-z0-9]+)|([\\[\\d].{0,40}))",
            Pattern.DOTALL);

    /** A name that is spelled to be read by nobody. */
    private static final Pattern ESCAPED = Pattern.compile("/[A-Za-z0-9]{0,32}#");

    private static final Set<String> PLAIN = Set.of(
            "FlateDecode",
            "Fl",
            "ASCIIHexDecode",
            "AHx",
            "ASCII85Decode",
            "A85",
            // pictures: never decoded for text
            "DCTDecode",
            "DCT",
            "JPXDecode",
            "CCITTFaxDecode",
            "CCF",
            "JBIG2Decode");

    private PdfGuard() {}

    /** @return why the file is not opened; null where it may be */
    static @Nullable String refusal(byte[] b, int length, Budget budget) throws Budget.OverLimit {
        if (length > MAX_FILE) {
            return "over the limit of " + MAX_FILE + " bytes of a PDF";
        }
        int previous = 0;
        long inflated = 0;
        int at = indexOf(b, STREAM, 0, length);
        while (at >= 0) {
            int data = at + STREAM.length;
            boolean end = at >= 3 && b[at - 1] == 'd' && b[at - 2] == 'n' && b[at - 3] == 'e';
            boolean opens = !end && data < length && (b[data] == '\r' || b[data] == '\n');
            if (opens) {
                int from = Math.max(previous, at - DICTIONARY);
                String dictionary = new String(b, from, at - from, StandardCharsets.ISO_8859_1);
                int object = dictionary.lastIndexOf(" obj");
                String own = object < 0 ? dictionary : dictionary.substring(object);
                if (!isPlain(own)) {
                    return "a PDF with filters that cannot be bounded";
                }
                data += b[data] == '\r' && data + 1 < length && b[data + 1] == '\n' ? 2 : 1;
                if (own.contains("/Fl")) {
                    inflated += inflate(b, data, length, budget);
                }
                if (inflated > MAX_INFLATED) {
                    return "over the limit of " + MAX_INFLATED + " inflated bytes of a PDF";
                }
            }
            previous = data;
            at = indexOf(b, STREAM, data, length);
        }
        return indexOf(b, "/Encrypt".getBytes(StandardCharsets.US_ASCII), 0, length) >= 0 ? "an encrypted PDF" : null;
    }

    private static boolean isPlain(String dictionary) {
        if (dictionary.indexOf('#') >= 0 && ESCAPED.matcher(dictionary).find()) {
            return false;
        }
        Matcher filter = FILTER.matcher(dictionary);
        while (filter.find()) {
            String name = filter.group(1) != null ? filter.group(1) : filter.group(2);
            if (filter.group(3) != null || (name != null && !PLAIN.contains(name))) {
                return false;
            }
        }
        return true;
    }

    /** As the library does it: whatever the two bytes of the zlib header say, what follows is deflated. */
    private static long inflate(byte[] b, int from, int length, Budget budget) throws Budget.OverLimit {
        if (from + HEADER >= length) {
            return 0;
        }
        long inflated = 0;
        byte[] buffer = new byte[64 * 1024];
        ByteArrayInputStream deflated = new ByteArrayInputStream(b, from + HEADER, length - from - HEADER);
        Inflater inflater = new Inflater(true);
        try (MeteredStream in = new MeteredStream(new InflaterInputStream(deflated, inflater), budget, length)) {
            int n;
            while ((n = in.read(buffer)) >= 0) {
                inflated += n;
            }
        } catch (Budget.OverLimit over) {
            throw over;
        } catch (ZipException | EOFException damaged) {
            // the library says so
        } catch (IOException e) {
            throw new IllegalStateException("a stream in memory failed", e);
        } finally {
            inflater.end();
        }
        return inflated;
    }

    private static int indexOf(byte[] b, byte[] what, int from, int to) {
        for (int i = from; i <= to - what.length; i++) {
            if (b[i] == what[0] && java.util.Arrays.equals(b, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }
}
