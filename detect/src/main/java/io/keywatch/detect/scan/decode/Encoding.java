package io.keywatch.detect.scan.decode;

import io.keywatch.detect.scan.pattern.ByteSet;
import io.keywatch.detect.scan.text.FileKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ways in which text is wrapped into text. */
public enum Encoding {
    BASE64,
    HEX,
    PERCENT,
    UNICODE;

    /** Characters decoded at once on either side of a literal; a longer run is decoded in parts. */
    static final int MAX_RUN = 256 * 1024;

    /** Decoded bytes that two parts of a long run share: the widest secret, a private key, stands whole in one. */
    private static final int OVERLAP = 6 * 1024;

    /** Text on either side of an escape that is decoded with it. */
    static final int MAX_ESCAPED = 8 * 1024;

    /** Text that two parts of one with many escapes share. */
    private static final int ESCAPED_OVERLAP = 2 * 1024;

    /** A wrapped line is at least this long; shorter ones end a run. */
    private static final int WRAPPED_LINE = 60;

    private static final ByteSet BASE64_BYTES = ByteSet.ALNUM.or(ByteSet.of("+/-_"));
    private static final ByteSet HEX_BYTES = ByteSet.of("0123456789abcdefABCDEF");
    private static final ByteSet PERCENT_END = ByteSet.of(" \t\r\n\"'<>`");
    private static final ByteSet LINE_END = ByteSet.of("\r\n");

    /** What decoded text that holds a secret has in it. */
    private static final List<String> TELLING = List.of(
            "password",
            "Password",
            "PASSWORD",
            "passwd",
            "secret",
            "Secret",
            "SECRET",
            "AKIA",
            "ASIA",
            "-----BEGIN",
            "token",
            "Token",
            "TOKEN",
            "api_key",
            "apikey",
            "API_KEY",
            "apiKey",
            "ghp_",
            "glpat-",
            "xoxb-",
            "sk_live_",
            "://",
            "credential");

    private static final Set<String> BASE64_CORES =
            TELLING.stream().flatMap(word -> base64Cores(word).stream()).collect(Collectors.toUnmodifiableSet());

    /** Lower-case literals at which a run of this encoding may stand. */
    public List<String> literals() {
        return switch (this) {
            case BASE64 ->
                BASE64_CORES.stream()
                        .map(core -> core.toLowerCase(Locale.ROOT))
                        .distinct()
                        .toList();
            case HEX ->
                TELLING.stream()
                        .filter(word -> word.length() >= 4)
                        .map(word -> HexFormat.of().formatHex(word.getBytes(StandardCharsets.US_ASCII)))
                        .distinct()
                        .toList();
            case PERCENT -> List.of("%3d", "%22", "%3a%2f%2f");
            case UNICODE -> List.of("\\u0022", "\\u003d", "\\u003a", "\\u0027", "\\x22", "\\u0026");
        };
    }

    /** Whether the literal stands there in its own case: in base64 case matters, and chance hits are many. */
    public boolean plausible(byte[] bytes, int start, int end) {
        return this != BASE64
                || BASE64_CORES.contains(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
    }

    /** The characters of base64 that a word fixes, at each of its three alignments. */
    private static List<String> base64Cores(String word) {
        List<String> cores = new ArrayList<>();
        for (int shift = 0; shift < 3; shift++) {
            byte[] padded = ("\0".repeat(shift) + word).getBytes(StandardCharsets.US_ASCII);
            String text = Base64.getEncoder().encodeToString(padded);
            String core = text.substring((shift * 8 + 5) / 6, padded.length * 8 / 6);
            if (core.length() >= 4) {
                cores.add(core);
            }
        }
        return cores;
    }

    /** From where on literals still have to be looked at after a run was decoded around {@code [start, end)}. */
    public int resume(Run run, int start, int end) {
        int length = run.bytes().length;
        int to = run.to(length);
        return switch (this) {
            // a multiple of three bytes is a whole number of base64 quanta
            case BASE64, HEX -> to - start < MAX_RUN ? to : run.from(Math.max(0, length - OVERLAP) / 3 * 3);
            case PERCENT, UNICODE -> to - end < MAX_ESCAPED ? to : to - ESCAPED_OVERLAP;
        };
    }

    /**
     * Decodes the run around {@code [start, end)}.
     *
     * @param from no run begins before: the end of the last one
     * @return null where there is no run; whether it is text is the run's to say
     */
    public @Nullable Run decode(byte[] bytes, int from, int start, int end, int limit) {
        return switch (this) {
            case BASE64 -> base64(bytes, from, start, limit);
            case HEX -> hex(bytes, from, start, limit);
            case PERCENT -> escaped(bytes, from, start, end, limit, PERCENT_END);
            case UNICODE -> escaped(bytes, from, start, end, limit, LINE_END);
        };
    }

    private static @Nullable Run base64(byte[] b, int from, int start, int limit) {
        int first = start;
        int before = 0;
        // runs do not overlap by much: going back to the beginning of each costs no more than reading
        while (first > from) {
            if (BASE64_BYTES.has(b[first - 1])) {
                first--;
                before++;
            } else {
                int line = lineBefore(b, first, from);
                if (line < 0) {
                    break;
                }
                // its characters are counted one by one
                first = lastOfLine(b, first);
            }
        }
        // quanta are counted from the beginning
        for (int skip = Math.max(0, before - MAX_RUN + 3) / 4 * 4; skip > 0; first++) {
            skip -= BASE64_BYTES.has(b[first]) ? 1 : 0;
        }
        while (first < start && ByteSet.SPACE.has(b[first])) {
            first++;
        }
        // a part may begin within a line
        int lineStart = first;
        while (lineStart > 0 && first - lineStart < WRAPPED_LINE && BASE64_BYTES.has(b[lineStart - 1])) {
            lineStart--;
        }
        int i = first;
        int stop = (int) Math.min(limit, (long) start + MAX_RUN);
        while (i < stop) {
            if (BASE64_BYTES.has(b[i])) {
                i++;
            } else if (LINE_END.has(b[i]) && i - lineStart >= WRAPPED_LINE) {
                while (i < stop && ByteSet.SPACE.has(b[i])) {
                    i++;
                }
                lineStart = i;
            } else {
                break;
            }
        }
        byte[] text = new byte[i - first];
        int[] at = new int[i - first];
        int n = 0;
        for (int k = first; k < i; k++) {
            if (BASE64_BYTES.has(b[k])) {
                at[n] = k;
                text[n++] = b[k] == '-' ? (byte) '+' : b[k] == '_' ? (byte) '/' : b[k];
            }
        }
        return base64(Arrays.copyOf(text, n), at, i);
    }

    private static @Nullable Run base64(byte[] text, int[] at, int end) {
        int n = text.length % 4 == 1 ? text.length - 1 : text.length;
        try {
            byte[] decoded = Base64.getDecoder().decode(Arrays.copyOf(text, n));
            int[] origins = new int[decoded.length + 1];
            for (int i = 0; i < decoded.length; i++) {
                origins[i] = at[i * 4 / 3];
            }
            origins[decoded.length] = end;
            return new Run(decoded, origins, FileKind.CONFIG);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** Start of the wrapped line that ends right before {@code at}; -1 where there is none. */
    private static int lineBefore(byte[] b, int at, int earliest) {
        int i = at;
        while (i > earliest && ByteSet.SPACE.has(b[i - 1])) {
            i--;
        }
        if (i == at || i <= earliest || !BASE64_BYTES.has(b[i - 1])) {
            return -1;
        }
        int end = i;
        while (i > earliest && BASE64_BYTES.has(b[i - 1])) {
            i--;
        }
        return end - i >= WRAPPED_LINE ? i : -1;
    }

    /** End of the line before the blanks before {@code at}. */
    private static int lastOfLine(byte[] b, int at) {
        int i = at;
        while (ByteSet.SPACE.has(b[i - 1])) {
            i--;
        }
        return i;
    }

    private static @Nullable Run hex(byte[] b, int from, int start, int limit) {
        int first = start;
        // digits come in pairs: the literal stands at a pair
        while (first - 2 >= Math.max(from, start - MAX_RUN)
                && HEX_BYTES.has(b[first - 1])
                && HEX_BYTES.has(b[first - 2])) {
            first -= 2;
        }
        int last = start;
        while (last + 1 < limit && last - start < MAX_RUN && HEX_BYTES.has(b[last]) && HEX_BYTES.has(b[last + 1])) {
            last += 2;
        }
        byte[] decoded = new byte[(last - first) / 2];
        int[] origins = new int[decoded.length + 1];
        for (int i = 0; i < decoded.length; i++) {
            decoded[i] = (byte) (digit(b[first + 2 * i]) << 4 | digit(b[first + 2 * i + 1]));
            origins[i] = first + 2 * i;
        }
        origins[decoded.length] = last;
        return decoded.length < 8 ? null : new Run(decoded, origins, FileKind.CONFIG);
    }

    private static Run escaped(byte[] b, int from, int start, int end, int limit, ByteSet stop) {
        int first = start;
        while (first > Math.max(from, start - MAX_ESCAPED) && !stop.has(b[first - 1])) {
            first--;
        }
        int last = end;
        while (last < Math.min(limit, end + MAX_ESCAPED) && !stop.has(b[last])) {
            last++;
        }
        byte[] decoded = new byte[last - first];
        int[] origins = new int[last - first + 1];
        int n = 0;
        int i = first;
        while (i < last) {
            int width = escape(b, i, last);
            origins[n] = i;
            decoded[n++] = width == 1 ? b[i] : (byte) value(b, i + width - 2);
            i += width;
        }
        origins[n] = last;
        return new Run(Arrays.copyOf(decoded, n), Arrays.copyOf(origins, n + 1), FileKind.OTHER);
    }

    /** Width of the escape at {@code i}; of characters beyond Latin-1 only the low byte is kept, which no secret has. */
    private static int escape(byte[] b, int i, int limit) {
        if (b[i] == '%' && digits(b, i + 1, 2, limit)) {
            return 3;
        }
        if (b[i] == '\\' && i + 1 < limit) {
            if (b[i + 1] == 'u' && digits(b, i + 2, 4, limit)) {
                return 6;
            }
            if (b[i + 1] == 'x' && digits(b, i + 2, 2, limit)) {
                return 4;
            }
        }
        return 1;
    }

    private static boolean digits(byte[] b, int at, int count, int limit) {
        if (at + count > limit) {
            return false;
        }
        for (int i = at; i < at + count; i++) {
            if (!HEX_BYTES.has(b[i])) {
                return false;
            }
        }
        return true;
    }

    private static int value(byte[] b, int at) {
        return digit(b[at]) << 4 | digit(b[at + 1]);
    }

    private static int digit(byte b) {
        return Character.digit(b, 16);
    }
}
