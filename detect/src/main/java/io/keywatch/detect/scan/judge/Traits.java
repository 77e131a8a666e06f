package io.keywatch.detect.scan.judge;

import java.util.Arrays;

/**
 * A candidate in numbers: measures with an order (dense), and words and character triples without one (hashed). Reused
 * by one thread: what it holds is valid until the next {@link #begin}.
 */
public final class Traits {
    /** What a hashed trait says something about; each group adds up to one number for the trees. */
    public enum Group {
        VALUE,
        NAME,
        PLACE;

        static final int COUNT = values().length;
    }

    /** Buckets for hashed traits after the triples, which have one each. */
    static final int BUCKETS = 1 << 14;

    public static final int HASHED = Triples.COUNT + BUCKETS;

    /** Room for the traits of the longest value that is looked at. */
    private static final int MAX_HASHED = 512;

    private static final int MAX_DENSE = 160;

    private final float[] dense = new float[MAX_DENSE];
    private int denseCount;
    private final int[] hashed = new int[MAX_HASHED];
    private final byte[] groups = new byte[MAX_HASHED];
    private int hashedCount;
    private final int[] triples = new int[Triples.MOST];
    private int tripleCount;

    void begin() {
        denseCount = 0;
        hashedCount = 0;
        tripleCount = 0;
    }

    void number(double value) {
        dense[denseCount++] = (float) value;
    }

    void flag(boolean value) {
        dense[denseCount++] = value ? 1 : 0;
    }

    void word(Group group, int hash) {
        if (hashedCount < MAX_HASHED) {
            groups[hashedCount] = (byte) group.ordinal();
            // the salt keeps "key" as a name and "key" in a value apart
            int mixed = (hash + group.ordinal() * 0x51ed270b) * 0x9e3779b1;
            hashed[hashedCount++] = Triples.COUNT + ((mixed >>> 15) & (BUCKETS - 1));
        }
    }

    void triple(int id) {
        if (tripleCount < triples.length) {
            triples[tripleCount++] = id;
        }
        if (hashedCount < MAX_HASHED) {
            groups[hashedCount] = (byte) Group.VALUE.ordinal();
            hashed[hashedCount++] = id;
        }
    }

    public int denseCount() {
        return denseCount;
    }

    public float[] copyDense() {
        return Arrays.copyOf(dense, denseCount);
    }

    public int[] copyHashed() {
        return Arrays.copyOf(hashed, hashedCount);
    }

    /** Ordinals of {@link Group}, one for each hashed trait. */
    public byte[] copyGroups() {
        return Arrays.copyOf(groups, hashedCount);
    }

    public int[] copyTriples() {
        return Arrays.copyOf(triples, tripleCount);
    }

    int hashedCount() {
        return hashedCount;
    }

    int[] hashed() {
        return hashed;
    }

    byte[] groups() {
        return groups;
    }

    int tripleCount() {
        return tripleCount;
    }

    int[] triples() {
        return triples;
    }

    /** The dense traits in a row with room for more behind them. */
    float[] row(int columns) {
        if (columns < denseCount || columns > dense.length) {
            throw new IllegalStateException(denseCount + " traits do not fit " + columns + " columns");
        }
        return dense;
    }

    /** Without content: triples in their order spell the value. */
    @Override
    public String toString() {
        return "Traits[" + denseCount + ", " + hashedCount + "]";
    }
}
