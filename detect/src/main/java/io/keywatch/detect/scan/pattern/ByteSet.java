package io.keywatch.detect.scan.pattern;

import java.util.BitSet;

/** A set of byte values. Immutable. */
public final class ByteSet {
    public static final ByteSet DIGIT = of("0123456789");
    public static final ByteSet LOWER = range('a', 'z');
    public static final ByteSet UPPER = range('A', 'Z');
    public static final ByteSet ALNUM = DIGIT.or(LOWER).or(UPPER);
    public static final ByteSet WORD = ALNUM.or(of("_"));
    public static final ByteSet SPACE = of(" \t\r\n\f\u000b");

    private final boolean[] in;
    private final int size;

    private ByteSet(boolean[] in) {
        this.in = in;
        int n = 0;
        for (boolean b : in) {
            n += b ? 1 : 0;
        }
        this.size = n;
    }

    public static ByteSet of(String chars) {
        boolean[] in = new boolean[256];
        for (int i = 0; i < chars.length(); i++) {
            in[chars.charAt(i)] = true;
        }
        return new ByteSet(in);
    }

    public static ByteSet range(int from, int to) {
        boolean[] in = new boolean[256];
        for (int i = from; i <= to; i++) {
            in[i] = true;
        }
        return new ByteSet(in);
    }

    static ByteSet of(BitSet bits) {
        boolean[] in = new boolean[256];
        bits.stream().forEach(i -> in[i] = true);
        return new ByteSet(in);
    }

    public ByteSet or(ByteSet that) {
        boolean[] both = in.clone();
        for (int i = 0; i < 256; i++) {
            both[i] |= that.in[i];
        }
        return new ByteSet(both);
    }

    public ByteSet not() {
        boolean[] other = new boolean[256];
        for (int i = 0; i < 256; i++) {
            other[i] = !in[i];
        }
        return new ByteSet(other);
    }

    /** Both cases of every letter in the set. */
    ByteSet anyCase() {
        boolean[] both = in.clone();
        for (int c = 'a'; c <= 'z'; c++) {
            boolean either = in[c] || in[c - 32];
            both[c] = either;
            both[c - 32] = either;
        }
        return new ByteSet(both);
    }

    public boolean has(byte b) {
        return in[b & 0xff];
    }

    public boolean has(int b) {
        return in[b & 0xff];
    }

    public int size() {
        return size;
    }

    /** The n-th member in ascending order. */
    public int member(int n) {
        int seen = 0;
        for (int i = 0; i < 256; i++) {
            if (in[i] && seen++ == n) {
                return i;
            }
        }
        throw new IndexOutOfBoundsException(n);
    }

    /** The one lower-case byte this set stands for, whatever the case; -1 if it stands for several. */
    int soleLowerCase() {
        int found = -1;
        for (int i = 0; i < 256; i++) {
            if (in[i]) {
                int lower = i >= 'A' && i <= 'Z' ? i + 32 : i;
                if (found >= 0 && found != lower) {
                    return -1;
                }
                found = lower;
            }
        }
        return found;
    }
}
