package io.keywatch.detect.sigma.correlate;

/** How many it takes: {@code least} to {@code most}, both included. */
public record Bound(int least, int most) {
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /**
     * A window holds no more than this, so that one noisy group cannot fill the store; a condition above it could never
     * hold.
     */
    public static final int MAX_COUNT = 1_000;

    public Bound {
        if (least > most) {
            throw new IllegalArgumentException("no count is at least " + least + " and at most " + most);
        }
        if (least > MAX_COUNT || (most > MAX_COUNT && most != UNLIMITED)) {
            throw new IllegalArgumentException("a count over the limit of " + MAX_COUNT);
        }
    }

    boolean holds(int count) {
        return count >= least && count <= most;
    }

    /** More events never make it untrue, so it may be told as soon as it holds. */
    boolean growing() {
        return most == UNLIMITED;
    }
}
