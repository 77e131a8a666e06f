package io.keywatch.sink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Grows the pause after failures in a row, with jitter so that many sinks do not knock at once. Not thread-safe. */
final class Backoff {
    /** A throttled item is worth another try soon. */
    static final Duration FIRST = Duration.ofMillis(200);

    /** Long enough to leave an ailing target alone, short enough that its return is noticed within half a minute. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    void reset() {
        failures = 0;
    }

    /** The pause before the next attempt: between half and the whole of {@code FIRST * 2^failures}. */
    Duration next() {
        long whole = FIRST.toMillis() << Math.min(failures, 20);
        long capped = Math.min(whole, LONGEST.toMillis());
        failures++;
        return Duration.ofMillis(capped / 2 + random.nextLong(capped / 2 + 1));
    }
}
