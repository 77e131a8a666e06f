package io.keywatch.detect.scan.pattern;

import java.util.BitSet;

/** A set of byte values. Immutable. */
public final class ByteSet {
    private static final int WORDS = 4;
    private static final ByteSet[] SINGLE = new ByteSet[256];

    static {
        for (int i = 0; i < SINGLE.length; i++) {
            long[] bits = new long[WORDS];
            bits[i >>> 6] = 1L << i;
            SINGLE[i] = new ByteSet(bits);
        }
    }

    public static final ByteSet DIGIT = of("0123456789");
    public static final ByteSet LOWER = range('a', 'z');
    public static final ByteSet UPPER = range('A', 'Z');
    public static final ByteSet ALNUM = DIGIT.or(LOWER).or(UPPER);
    public static final ByteSet WORD = ALNUM.or(of("_"));
    public static final ByteSet SPACE = of(" \t\r\n\f\u000b");
    static final ByteSet ALL = range(0, 255);

    private final long[] bits;

    private ByteSet(long[] bits) {
        this.bits = bits;
    }

    public static ByteSet of(String chars) {
        if (chars.length() == 1) {
            return SINGLE[chars.charAt(0)];
        }
        long[] bits = new long[WORDS];
        for (int i = 0; i < chars.length(); i++) {
            bits[chars.charAt(i) >>> 6] |= 1L << chars.charAt(i);
        }
        return new ByteSet(bits);
    }

    public static ByteSet range(int from, int to) {
        long[] bits = new long[WORDS];
        for (int i = from; i <= to; i++) {
            bits[i >>> 6] |= 1L << i;
        }
        return new ByteSet(bits);
    }

    static ByteSet of(BitSet members) {
        long[] bits = new long[WORDS];
        long[] set = members.toLongArray();
        System.arraycopy(set, 0, bits, 0, set.length);
        return new ByteSet(bits);
    }

    public ByteSet or(ByteSet that) {
        long[] both = bits.clone();
        for (int i = 0; i < WORDS; i++) {
            both[i] |= that.bits[i];
        }
        return new ByteSet(both);
    }

    ByteSet minus(ByteSet that) {
        long[] left = bits.clone();
        for (int i = 0; i < WORDS; i++) {
            left[i] &= ~that.bits[i];
        }
        return new ByteSet(left);
    }

    /** Whether a byte is in both. */
    boolean meets(ByteSet that) {
        long both = 0;
        for (int i = 0; i < WORDS; i++) {
            both |= bits[i] & that.bits[i];
        }
        return both != 0;
    }

    public ByteSet not() {
        return ALL.minus(this);
    }

    /** Both cases of every letter in the set. */
    ByteSet anyCase() {
        // the letters of either case are bits of one word, 32 apart
        long[] both = bits.clone();
        both[1] |= (bits[1] & LOWER.bits[1]) >>> 32 | (bits[1] & UPPER.bits[1]) << 32;
        return new ByteSet(both);
    }

    public boolean has(byte b) {
        return (bits[(b & 0xff) >>> 6] >>> b & 1) != 0;
    }

    public boolean has(int b) {
        return (bits[(b & 0xff) >>> 6] >>> b & 1) != 0;
    }

    public int size() {
        int size = 0;
        for (long word : bits) {
            size += Long.bitCount(word);
        }
        return size;
    }

    /** The n-th member in ascending order. */
    public int member(int n) {
        int seen = 0;
        for (int i = 0; i < 256; i++) {
            if (has(i) && seen++ == n) {
                return i;
            }
        }
        throw new IndexOutOfBoundsException(n);
    }

    /** The one lower-case byte this set stands for, whatever the case; -1 if it stands for several. */
    int soleLowerCase() {
        int size = size();
        if (size == 0 || size > 2) {
            return -1;
        }
        int first = member(0);
        int lower = first >= 'A' && first <= 'Z' ? first + 32 : first;
        return size == 1 || lower == member(1) ? lower : -1;
    }
}
