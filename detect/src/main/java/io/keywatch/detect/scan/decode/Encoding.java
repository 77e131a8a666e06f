package io.keywatch.detect.scan.decode;

import io.keywatch.detect.scan.pattern.ByteSet;
import io.keywatch.detect.scan.text.FileKind;
import java.util.Arrays;
import java.util.Base64;

/** Ways in which text is written as one run of other characters. A run is worth decoding where it begins as text. */
public enum Encoding {
    BASE64(ByteSet.ALNUM.or(ByteSet.of("+/-_")), 6),
    HEX(ByteSet.of("0123456789abcdefABCDEF"), 4);

    /** Characters decoded at once; a longer run is decoded in parts. */
    static final int MAX_RUN = 256 * 1024;

    /** Decoded bytes that two parts of a long run share: the widest secret, a private key, stands whole in one. */
    private static final int OVERLAP = 6 * 1024;

    /** A wrapped line is at least this long; shorter ones end a run. */
    private static final int WRAPPED_LINE = 60;

    /** Decoded bytes that tell text: names and hashes hardly ever begin with as many. Fewer also make shorter strides. */
    private static final int HEAD = 18;

    private static final ByteSet LINE_END = ByteSet.of("\r\n");

    private static final byte[] SEXTETS = new byte[128];

    static {
        for (int value = 0; value < 64; value++) {
            byte[] digits = Base64.getEncoder().encode(new byte[] {(byte) (value << 2)});
            byte[] urlDigits = Base64.getUrlEncoder().encode(new byte[] {(byte) (value << 2)});
            SEXTETS[digits[0]] = (byte) value;
            SEXTETS[urlDigits[0]] = (byte) value;
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // a set never changes
    private final ByteSet alphabet;

    private final int bits;

    Encoding(ByteSet alphabet, int bits) {
        this.alphabet = alphabet;
        this.bits = bits;
    }

    /**
     * Start of the next run that begins as text, {@code limit} where there is none. Most runs are too short and are
     * passed in strides.
     *
     * @param from no run goes on there
     */
    public int next(byte[] b, int from, int limit) {
        int shortest = HEAD * 8 / bits;
        int at = from;
        while (limit - at >= shortest) {
            int first = at + shortest;
            while (first > at && alphabet.has(b[first - 1])) {
                first--;
            }
            if (first > at) {
                at = first;
            } else if (isText(b, at, limit, 0)) {
                return at;
            } else {
                while (at < limit && alphabet.has(b[at])) {
                    at++;
                }
            }
        }
        return limit;
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
        for (int i = at; n < HEAD && i < limit && alphabet.has(b[i]); i++) {
            value = value << bits | digit(b[i]);
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

    private int digit(byte b) {
        return this == BASE64 ? SEXTETS[b] : Character.digit(b, 16);
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
            if (!alphabet.has(b[i])) {
                continue;
            }
            if (held == 0) {
                origins[n] = i;
            }
            value = value << bits | digit(b[i]);
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
        while (line > 0 && start - line < WRAPPED_LINE && alphabet.has(b[line - 1])) {
            line--;
        }
        int digits = 0;
        int end = start;
        while (end < stop) {
            if (alphabet.has(b[end])) {
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
            if (line == stop || !alphabet.has(b[line]) || !isText(b, line, limit, 3)) {
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
