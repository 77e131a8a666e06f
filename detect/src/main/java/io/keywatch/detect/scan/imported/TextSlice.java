package io.keywatch.detect.scan.imported;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * A part of a text as RE2J reads it: UTF-8 as characters, a byte that is no UTF-8 as U+FFFD, as Go's engine has it.
 * Nothing is copied while all of it is ASCII. Used by one thread.
 */
public final class TextSlice implements CharSequence {
    /** Characters read between two looks at the clock: some milliseconds of the slowest expression. */
    private static final int STRIDE = 1 << 14;

    /** Above, bytes stand for characters: decoded text of any size would not fit into memory. */
    static final int MAX_DECODED = 16 << 20;

    /** Characters between two known offsets: a byte of memory for eight characters. */
    private static final int MARK_SHIFT = 5;

    private static final int REPLACEMENT = 0xfffd;

    private final byte[] bytes;
    private final int from;
    private final int to;
    private final int length;
    /** Empty while characters are bytes. */
    private final char[] chars;

    private final int[] marks;
    private final BooleanSupplier keepGoing;
    private int untilCheck = STRIDE;

    /** Thrown from within RE2J, which knows no other way to stop. */
    public static final class OutOfTime extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfTime() {
            super(null, null, false, false);
        }
    }

    private TextSlice(byte[] bytes, int from, int to, BooleanSupplier keepGoing) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.keepGoing = keepGoing;
        if (ascii(bytes, from, to) || to - from > MAX_DECODED) {
            this.length = to - from;
            this.chars = new char[0];
            this.marks = new int[0];
            return;
        }
        char[] decoded = new char[to - from];
        int[] known = new int[((to - from) >> MARK_SHIFT) + 1];
        int n = 0;
        int marked = 0;
        for (int i = from; i < to; ) {
            // the mark of a pair that a boundary splits is the pair's start
            while (marked << MARK_SHIFT <= n) {
                known[marked++] = i;
            }
            int width = width(bytes, i, to);
            n += Character.toChars(point(bytes, i, width), decoded, n);
            i += width;
        }
        while (marked < known.length) {
            known[marked++] = to;
        }
        this.length = n;
        this.chars = Arrays.copyOf(decoded, n);
        this.marks = known;
    }

    /** @param keepGoing asked now and then; false ends the matching with {@link OutOfTime} */
    public static TextSlice of(byte[] bytes, int from, int to, BooleanSupplier keepGoing) {
        return new TextSlice(bytes, from, to, keepGoing);
    }

    private static boolean ascii(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        if (--untilCheck < 0) {
            untilCheck = STRIDE;
            if (!keepGoing.getAsBoolean()) {
                throw new OutOfTime();
            }
        }
        return chars.length == 0 ? (char) (bytes[from + index] & 0xff) : chars[index];
    }

    /** Offset in the text of a character of the slice. */
    public int offset(int index) {
        if (chars.length == 0) {
            return from + index;
        }
        if (index >= length) {
            return to;
        }
        int mark = index >> MARK_SHIFT;
        int at = mark << MARK_SHIFT;
        int offset = marks[mark];
        if (at > 0 && Character.isLowSurrogate(chars[at]) && Character.isHighSurrogate(chars[at - 1])) {
            // the mark is that of the character after the pair
            return offset(at - 1, index, offset - 4);
        }
        return offset(at, index, offset);
    }

    private int offset(int at, int index, int start) {
        int offset = start;
        int i = at;
        while (i < index) {
            int width = width(bytes, offset, to);
            i += width == 4 ? 2 : 1;
            offset += width;
        }
        return offset;
    }

    /** Where the character begins that the byte belongs to. */
    public static int boundary(byte[] bytes, int offset) {
        int at = offset;
        while (at > 0 && offset - at < 3 && (bytes[at] & 0xc0) == 0x80) {
            at--;
        }
        return (bytes[at] & 0xc0) == 0x80 ? offset : at;
    }

    /** Bytes of the character there; 1 where there is none. Overlong forms and surrogates are none, as in Go. */
    private static int width(byte[] b, int i, int to) {
        int lead = b[i] & 0xff;
        int width = lead >= 0xf0 && lead <= 0xf4
                ? 4
                : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xc2 && lead < 0xe0 ? 2 : 1;
        if (width == 1 || i + width > to) {
            return 1;
        }
        for (int k = 1; k < width; k++) {
            if ((b[i + k] & 0xc0) != 0x80) {
                return 1;
            }
        }
        int second = b[i + 1] & 0xff;
        boolean none = (lead == 0xe0 && second < 0xa0)
                || (lead == 0xed && second > 0x9f)
                || (lead == 0xf0 && second < 0x90)
                || (lead == 0xf4 && second > 0x8f);
        return none ? 1 : width;
    }

    private static int point(byte[] b, int i, int width) {
        int lead = b[i] & 0xff;
        return switch (width) {
            case 2 -> (lead & 0x1f) << 6 | (b[i + 1] & 0x3f);
            case 3 -> (lead & 0x0f) << 12 | (b[i + 1] & 0x3f) << 6 | (b[i + 2] & 0x3f);
            case 4 -> (lead & 0x07) << 18 | (b[i + 1] & 0x3f) << 12 | (b[i + 2] & 0x3f) << 6 | (b[i + 3] & 0x3f);
            default -> lead < 0x80 ? lead : REPLACEMENT;
        };
    }

    /** For the interface only: expressions are matched in place. */
    @Override
    public CharSequence subSequence(int start, int end) {
        return of(bytes, offset(start), offset(end), keepGoing);
    }

    /** Without content: it may be a secret. */
    @Override
    public String toString() {
        return "TextSlice[" + length + " characters]";
    }
}
