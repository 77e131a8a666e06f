package io.keywatch.app.quality;

import java.util.stream.LongStream;

/**
 * Which seeds may be looked at while thresholds are chosen, and which only afterwards. The two ranges never meet.
 * A threshold that was changed after a look at a test seed needs a new test range.
 */
public final class Seeds {
    private static final long TRAIN_BASE = 1_000;
    private static final long TEST_BASE = 7_310_000;
    /** Far more than anybody runs, far less than the distance between the bases. */
    private static final int MOST = 1_000;

    private Seeds() {}

    /** For developing and tuning. */
    public static long[] train(int count) {
        return range(TRAIN_BASE, count);
    }

    /** For published figures. */
    public static long[] test(int count) {
        return range(TEST_BASE, count);
    }

    private static long[] range(long base, int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("seeds: 1 to " + MOST + ", was " + count);
        }
        return LongStream.range(base, base + count).toArray();
    }
}
