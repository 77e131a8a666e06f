package io.keywatch.ingest;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: doubling from {@link #FIRST}, with jitter, so that what failed together does
 * not come back together.
 *
 * @param longest of any wait
 * @param random from 0 to 1
 */
record BackOff(Duration longest, DoubleSupplier random) {
    static final Duration FIRST = Duration.ofSeconds(5);
    private static final int MAX_DOUBLINGS = 16;

    /** @param attempts made so far, from 1 */
    Duration after(int attempts) {
        Duration full = FIRST.multipliedBy(1L << Math.clamp(attempts - 1L, 0, MAX_DOUBLINGS));
        Duration bounded = full.compareTo(longest) > 0 ? longest : full;
        long seconds = Math.round(bounded.toSeconds() * (0.8 + 0.2 * random.getAsDouble()));
        return Duration.ofSeconds(Math.max(1, seconds));
    }
}
