package io.keywatch.detect.scan.decode;

import io.keywatch.detect.scan.pattern.ByteSet;
import io.keywatch.detect.scan.text.FileKind;
import java.util.Arrays;

/** Ways in which text is written as one run of other characters. A run is worth decoding where it begins as text. */
public enum Encoding {
    BASE64(6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", "-_"),
    HEX(4, "0123456789abcdef", "ABCDEF");

    /** Characters decoded at once; a longer run is decoded in parts. */
    static final int MAX_RUN = 256 * 1024;

    /** Decoded bytes that two parts of a long run share: the widest secret, a private key, stands whole in one. */
    private static final int OVERLAP = 6 * 1024;

    /** A wrapped line is at least this long; shorter ones end a run. */
    private static final int WRAPPED_LINE = 60;

    /** Decoded bytes that tell text: names and hashes hardly ever begin with as many. Fewer also make shorter strides. */
    private static final int HEAD = 18;

    private static final ByteSet LINE_END = ByteSet.of("\r\n");

    /** Values of the digits by their bytes, -1 for all other bytes. */
    @SuppressWarnings("ImmutableEnumChecker") // filled once
    private final byte[] values = new byte[256];

    private final int bits;

    /** Digits of {@link #HEAD} decoded bytes. */
    private final int shortest;

    /** @param others another way to write the last digits */
    Encoding(int bits, String digits, String others) {
        this.bits = bits;
        this.shortest = HEAD * 8 / bits;
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < digits.length(); i++) {
            values[digits.charAt(i)] = (byte) i;
        }
        for (int i = 0; i < others.length(); i++) {
            values[others.charAt(i)] = (byte) (digits.length() - others.length() + i);
        }
    }

    /**
     * Start of the next run of base64 digits that is long enough, {@code limit} where there is none. Hexadecimal digits
     * are base64 digits: their runs lie within. Most runs are too short and are passed in strides.
     *
     * @param from no run goes on there
     */
    public static int nextRun(byte[] b, int from, int limit) {
        return BASE64.longRun(b, from, limit);
    }

    /** Exclusive end of the run that {@link #nextRun} found at {@code start}. */
    public static int runEnd(byte[] b, int start, int limit) {
        return BASE64.pass(b, start + BASE64.shortest, limit);
    }

    /**
     * Start of the next run that begins as text, {@code limit} where there is none.
     *
     * @param from no run goes on there
     */
    public int next(byte[] b, int from, int limit) {
        int at = longRun(b, from, limit);
        while (at < limit && !isText(b, at, limit, 0)) {
            at = longRun(b, pass(b, at + shortest, limit), limit);
        }
        return at;
    }

    /** Whether the run of digits at {@code start} begins as text. */
    public boolean beginsText(byte[] b, int start, int limit) {
        return isText(b, start, limit, 0);
    }

    private int longRun(byte[] b, int from, int limit) {
        int at = from;
        while (limit - at >= shortest) {
            int first = at + shortest;
            while (first > at && isDigit(b[first - 1])) {
                first--;
            }
            if (first == at) {
                return at;
            }
            at = first;
        }
        return limit;
    }

    private int pass(byte[] b, int from, int limit) {
        int at = from;
        while (at < limit && isDigit(b[at])) {
            at++;
        }
        return at;
    }

    /**
     * UTF-8 without control characters.
     *
     * @param cut bytes that may end a character begun before
     */
    private boolean isText(byte[] b, int at, int limit, int cut) {
        int value = 0;
        int held = 0;
        int following = 0;
        int n = 0;
        for (int i = at; n < HEAD && i < limit && isDigit(b[i]); i++) {
            value = value << bits | values[b[i]];
            held += bits;
            if (held < 8) {
                continue;
            }
            held -= 8;
            int c = value >> held & 0xff;
            boolean follows = (c & 0xc0) == 0x80;
            if (following > 0 ? !follows : !(follows && n < cut) && !begins(c)) {
                return false;
            }
            following = following > 0 ? following - 1 : c < 0xc0 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
            n++;
        }
        return true;
    }

    /** A printable character of ASCII, or the first byte of another. */
    private static boolean begins(int c) {
        return c < 0x80 ? (c >= ' ' && c != 0x7f) || c == '\n' || c == '\r' || c == '\t' : c >= 0xc2 && c < 0xf5;
    }

    private boolean isDigit(byte b) {
        return values[b & 0xff] >= 0;
    }

    /** Decodes the run that begins there, or as much of it as is decoded at once. Whether it is text is its to say. */
    public Run decode(byte[] b, int start, int limit) {
        int end = end(b, start, limit);
        byte[] decoded = new byte[(end - start) * bits / 8];
        int[] origins = new int[decoded.length + 1];
        int n = 0;
        int value = 0;
        int held = 0;
        for (int i = start; n < decoded.length && i < end; i++) {
            if (!isDigit(b[i])) {
                continue;
            }
            if (held == 0) {
                origins[n] = i;
            }
            value = value << bits | values[b[i]];
            held += bits;
            if (held >= 8) {
                held -= 8;
                decoded[n++] = (byte) (value >> held);
                origins[n] = i;
            }
        }
        origins[n] = end;
        return new Run(Arrays.copyOf(decoded, n), Arrays.copyOf(origins, n + 1), FileKind.CONFIG);
    }

    /** A line after a long one goes on with it where it is text like it. */
    private int end(byte[] b, int start, int limit) {
        int stop = (int) Math.min(limit, (long) start + MAX_RUN);
        int line = start;
        // a part may begin within a line
        while (line > 0 && start - line < WRAPPED_LINE && isDigit(b[line - 1])) {
            line--;
        }
        int digits = 0;
        int end = start;
        while (end < stop) {
            if (isDigit(b[end])) {
                digits++;
                end++;
                continue;
            }
            if (!LINE_END.has(b[end]) || end - line < WRAPPED_LINE || digits * bits % 8 != 0) {
                break;
            }
            line = end;
            while (line < stop && ByteSet.SPACE.has(b[line])) {
                line++;
            }
            if (line == stop || !isDigit(b[line]) || !isText(b, line, limit, 3)) {
                break;
            }
            end = line;
        }
        return end;
    }

    /** Where the next part begins after the one that began at {@code start}; its end where it was all of the run. */
    public int resume(Run run, int start) {
        int length = run.bytes().length;
        int to = run.to(length);
        // a multiple of three bytes is a whole number of base64 quanta
        return to - start < MAX_RUN ? to : run.from((length - OVERLAP) / 3 * 3);
    }
}
