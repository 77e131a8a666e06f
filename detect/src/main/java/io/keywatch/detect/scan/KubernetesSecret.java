package io.keywatch.detect.scan;

import io.keywatch.detect.scan.assign.SecretName;
import io.keywatch.detect.scan.decode.Run;
import io.keywatch.detect.scan.pattern.ByteSet;
import io.keywatch.detect.scan.text.FileKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The values of a Kubernetes Secret, YAML or JSON, each read as {@code name=value}: those of {@code data} are base64,
 * those of {@code stringData} stand in the open. What is there is a secret, so that a name that tells nothing is read
 * as {@code secret.name}. Those of a SealedSecret are encrypted: nothing is found in them.
 */
final class KubernetesSecret implements Detector {
    static final List<String> LITERALS = List.of("kind:", "\"kind\"");

    /** Kubernetes allows 1 MiB in a Secret. */
    private static final int MAX_DOCUMENT = 1_500_000;

    private static final ByteSet NAME = ByteSet.WORD.or(ByteSet.of("-."));
    private static final ByteSet BLANK = ByteSet.of(" ");
    private static final ByteSet QUOTE = ByteSet.of("\"'");
    private static final ByteSet INDENT = ByteSet.of(" -");
    private static final ByteSet AFTER_KEY = ByteSet.of("\"': \t");
    private static final ByteSet FLOW = ByteSet.SPACE.or(ByteSet.of("\"'{,"));
    private static final ByteSet FLOW_END = ByteSet.SPACE.or(ByteSet.of("\"',}"));
    private static final byte[] SECRET = ascii("Secret");
    private static final byte[] SEALED = ascii("SealedSecret");
    private static final byte[] ENCRYPTED = ascii("encryptedData");
    private static final byte[] DOCUMENT = ascii("---");
    static final byte[] SEPARATOR = ascii("\n---");
    static final byte[] DATA = ascii("data");
    static final byte[] STRING_DATA = ascii("stringData");

    @Override
    public void verify(TextScan scan, int start, int end) {
        byte[] b = scan.bytes();
        int value = past(b, end, AFTER_KEY, scan.length());
        int floor = scan.secretTo();
        boolean sealed = word(b, value, SEALED, scan.length());
        if (start < floor
                || !(sealed || word(b, value, SECRET, scan.length()))
                || (start > 0 && NAME.has(b[start - 1]))) {
            return;
        }
        // whatever comes of it, these bytes are not searched again
        scan.secretTo(value);
        int line = start;
        while (line > floor && (INDENT.has(b[line - 1]) || QUOTE.has(b[line - 1]))) {
            line--;
        }
        int earliest = Math.max(floor, start - MAX_DOCUMENT);
        int widest = Math.min(scan.length(), value + MAX_DOCUMENT);
        if (line == 0 || b[line - 1] == '\n') {
            lines(scan, line, earliest, widest, sealed);
        } else {
            oneLine(scan, start, value, earliest, widest, sealed);
        }
    }

    /** The lines of the map that {@code kind} stands in: none is indented less than it. */
    private static void lines(TextScan scan, int kind, int earliest, int widest, boolean sealed) {
        byte[] b = scan.bytes();
        int column = past(b, kind, INDENT, widest) - kind;
        int from = kind;
        while (from > earliest && !isItem(b, from, widest)) {
            int above = from - 1;
            while (above > earliest && b[above - 1] != '\n') {
                above--;
            }
            if (!within(b, above, column, widest)) {
                break;
            }
            from = above;
        }
        int to = next(b, kind, widest);
        while (to < widest && within(b, to, column, widest) && !isItem(b, to, widest)) {
            to = next(b, to, widest);
        }
        for (int at = from; at < to; at = next(b, at, to)) {
            int key = past(b, at, INDENT, to);
            int indent = key - at;
            key += key < to && QUOTE.has(b[key]) ? 1 : 0;
            if (sealed && word(b, key, ENCRYPTED, to)) {
                scan.seal(key, below(b, key, indent, to));
            } else if (!sealed && indent == column) {
                boolean encoded = word(b, key, DATA, to);
                if (encoded || word(b, key, STRING_DATA, to)) {
                    values(scan, key, column, to, encoded);
                }
            }
        }
        scan.secretTo(to);
    }

    private static void values(TextScan scan, int key, int column, int to, boolean encoded) {
        byte[] b = scan.bytes();
        int open = past(b, past(b, key, NAME, to), AFTER_KEY, to);
        if (open < to && b[open] == '{') {
            flow(scan, open, to, encoded);
            return;
        }
        for (int at = next(b, key, to); at < to; ) {
            int name = past(b, at, BLANK, to);
            int indent = name - at;
            int after = next(b, at, to);
            if (name < to && !ByteSet.SPACE.has(b[name]) && b[name] != '#') {
                if (indent <= column) {
                    return;
                }
                after = below(b, at, indent, to);
                value(scan, name + (QUOTE.has(b[name]) ? 1 : 0), after, encoded);
            }
            at = after;
        }
    }

    /** One entry, the lines of a block among it. */
    private static void value(TextScan scan, int name, int to, boolean encoded) {
        byte[] b = scan.bytes();
        int nameEnd = past(b, name, NAME, to);
        int value = past(b, nameEnd, AFTER_KEY, to);
        int lineEnd = next(b, name, to);
        boolean block = value < to && (b[value] == '|' || b[value] == '>');
        int start = block ? past(b, lineEnd, ByteSet.SPACE, to) : value;
        int end = block ? to : start;
        while (!block && end < lineEnd && !(QUOTE.has(b[end]) && QUOTE.has(b[start - 1])) && b[end] != '\n') {
            if (b[end] == '#' && b[end - 1] == ' ') {
                break;
            }
            end++;
        }
        entry(scan, name, nameEnd, start, end, encoded);
    }

    /** JSON without line breaks: the first {@code data} and {@code stringData} of the document that open a map. */
    private static void oneLine(TextScan scan, int kind, int end, int earliest, int widest, boolean sealed) {
        byte[] b = scan.bytes();
        int from = kind;
        while (from > earliest && !starts(b, from - 1, SEPARATOR, scan.length())) {
            from--;
        }
        int separator = scan.nextSeparator().in(b, end, widest);
        int to = separator < 0 ? widest : separator;
        if (sealed) {
            sealedLine(scan, from, to);
            return;
        }
        scan.secretTo(Math.max(end, firstMap(scan, scan.nextData(), true, from, to)));
        // what follows may be that of the next one, which then need not read it again
        int unread = Math.max(from, scan.stringDataTo());
        scan.stringDataTo(Math.max(unread, firstMap(scan, scan.nextStringData(), false, unread, to)));
    }

    /** @return behind the values of the first key of a name that opens a map; 0 where none does */
    private static int firstMap(TextScan scan, NextOccurrence keys, boolean encoded, int from, int to) {
        byte[] b = scan.bytes();
        int name = encoded ? DATA.length : STRING_DATA.length;
        for (int key = keys.in(b, from, to); key >= 0; key = keys.in(b, key + 1, to)) {
            int open = past(b, key + name, AFTER_KEY, to);
            boolean whole = key == 0 || !NAME.has(b[key - 1]);
            if (whole && open < to && b[open] == '{') {
                return flow(scan, open, to, encoded);
            }
        }
        return 0;
    }

    private static void sealedLine(TextScan scan, int from, int to) {
        byte[] b = scan.bytes();
        for (int i = from; i < to; i++) {
            if (word(b, i, ENCRYPTED, to)) {
                int key = i;
                while (i < to && b[i] != '}') {
                    i++;
                }
                scan.seal(key, i);
            }
        }
        scan.secretTo(to);
    }

    /** Pairs until something stands that is none. */
    private static int flow(TextScan scan, int from, int to, boolean encoded) {
        byte[] b = scan.bytes();
        int i = from;
        while (i < to) {
            int name = past(b, i, FLOW, to);
            int nameEnd = past(b, name, NAME, to);
            int value = past(b, nameEnd, AFTER_KEY, to);
            if (nameEnd == name || value == nameEnd) {
                return name;
            }
            i = b[value - 1] == '"' ? closing(b, value, to) : value;
            while (i == value && i < to && !FLOW_END.has(b[i])) {
                i++;
            }
            entry(scan, name, nameEnd, value, i, encoded);
        }
        return i;
    }

    private static void entry(TextScan scan, int name, int nameEnd, int start, int end, boolean encoded) {
        byte[] b = scan.bytes();
        boolean quoted = !encoded && start > 0 && b[start - 1] == '"';
        int most = Math.max(0, end - start);
        int[] places = new int[most];
        byte[] value = new byte[most];
        int length = 0;
        for (int i = start; i < end; i++) {
            if (encoded && ByteSet.SPACE.has(b[i])) {
                continue;
            }
            places[length] = i;
            // characters by their numbers are read in the text that comes of it
            boolean escape = quoted && b[i] == '\\' && i + 1 < end && b[i + 1] != 'u';
            value[length++] = escape ? meant(b[++i]) : b[i];
        }
        value = Arrays.copyOf(value, length);
        try {
            value = encoded ? Base64.getDecoder().decode(value) : value;
        } catch (IllegalArgumentException notBase64) {
            return;
        }
        if (nameEnd == name || value.length == 0) {
            return;
        }
        // what is secret in several lines is said there
        boolean telling = SecretName.of(b, name, nameEnd) != SecretName.NONE
                || new String(value, StandardCharsets.ISO_8859_1).strip().indexOf('\n') >= 0;
        byte[] head = ascii(
                (telling ? "" : "secret.") + new String(b, name, nameEnd - name, StandardCharsets.US_ASCII) + "=");
        byte[] all = Arrays.copyOf(head, head.length + value.length);
        System.arraycopy(value, 0, all, head.length, value.length);
        int[] origins = new int[all.length + 1];
        Arrays.fill(origins, 0, head.length, name);
        for (int k = 0; k < value.length; k++) {
            origins[head.length + k] = places[encoded ? k * 4 / 3 : k];
        }
        origins[all.length] = places[length - 1] + 1;
        scan.addNested(new Run(all, origins, FileKind.CONFIG));
    }

    /** The quote that ends a text of JSON; {@code to} where none does. */
    private static int closing(byte[] b, int at, int to) {
        int i = at;
        while (i < to && b[i] != '"') {
            i += b[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, to);
    }

    private static byte meant(byte escaped) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escaped;
        };
    }

    /** Where the lines end that are indented more than the one of a key. */
    private static int below(byte[] b, int key, int indent, int limit) {
        int at = next(b, key, limit);
        while (at < limit && within(b, at, indent + 1, limit)) {
            at = next(b, at, limit);
        }
        return at;
    }

    /** Whether a line belongs to a map at a column: blank lines and comments do, whatever their indentation. */
    private static boolean within(byte[] b, int line, int column, int limit) {
        int first = past(b, line, BLANK, limit);
        if (first >= limit || b[first] == '\n' || b[first] == '\r' || b[first] == '#') {
            return true;
        }
        boolean item = b[first] == '-' && past(b, first, INDENT, limit) - line == column;
        return !starts(b, line, DOCUMENT, limit) && (first - line >= column || item);
    }

    /** Whether an element of a list begins on the line. */
    private static boolean isItem(byte[] b, int line, int limit) {
        int first = past(b, line, BLANK, limit);
        return first < limit && b[first] == '-';
    }

    private static int next(byte[] b, int at, int limit) {
        int i = at;
        while (i < limit && b[i] != '\n') {
            i++;
        }
        return Math.min(limit, i + 1);
    }

    private static int past(byte[] b, int at, ByteSet set, int limit) {
        int i = at;
        while (i < limit && set.has(b[i])) {
            i++;
        }
        return i;
    }

    private static boolean word(byte[] b, int at, byte[] what, int limit) {
        int end = at + what.length;
        return starts(b, at, what, limit) && (end == limit || !NAME.has(b[end]));
    }

    private static boolean starts(byte[] b, int at, byte[] what, int limit) {
        return at + what.length <= limit && Arrays.equals(b, at, at + what.length, what, 0, what.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
