package io.keywatch.detect.scan.decode;

import io.keywatch.detect.scan.pattern.ByteSet;
import io.keywatch.detect.scan.text.FileKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ways in which single characters of a text are written as others. */
public enum Escape {
    PERCENT,
    UNICODE;

    /** Text on either side of an escape that is decoded with it. */
    static final int MAX_ESCAPED = 8 * 1024;

    /** Text that two parts of one with many escapes share. */
    private static final int ESCAPED_OVERLAP = 2 * 1024;

    private static final ByteSet HEX_BYTES = ByteSet.of("0123456789abcdefABCDEF");
    private static final ByteSet PERCENT_END = ByteSet.of(" \t\r\n\"'<>`");
    private static final ByteSet LINE_END = ByteSet.of("\r\n");

    /** Lower-case literals at which a text with these escapes may stand. */
    public List<String> literals() {
        return switch (this) {
            // what a URL need not escape was escaped to be hidden; the rest stands around names and values
            case PERCENT ->
                Stream.concat(
                                Stream.of("%3d", "%22", "%3a%2f%2f"),
                                IntStream.range(0, ByteSet.WORD.size())
                                        .mapToObj(n -> "%%%02x".formatted(ByteSet.WORD.member(n))))
                        .toList();
            // from the space to the tilde, with half of the digits
            case UNICODE ->
                IntStream.rangeClosed(2, 7)
                        .boxed()
                        .flatMap(digit -> Stream.of("\\u00" + digit, "\\x" + digit))
                        .toList();
        };
    }

    /** From where on literals still have to be looked at after the text around one that ends at {@code end}. */
    public int resume(Run run, int end) {
        int to = run.to(run.bytes().length);
        return to - end < MAX_ESCAPED ? to : to - ESCAPED_OVERLAP;
    }

    /**
     * Decodes the text around {@code [start, end)}.
     *
     * @param from no text begins before: the end of the last one
     */
    public Run decode(byte[] bytes, int from, int start, int end, int limit) {
        return escaped(bytes, from, start, end, limit, this == PERCENT ? PERCENT_END : LINE_END);
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
