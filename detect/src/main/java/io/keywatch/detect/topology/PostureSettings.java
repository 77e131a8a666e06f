package io.keywatch.detect.topology;

import java.time.Duration;

/**
 * @param idle once no event has come to a partition for so long, due dates are held against the wall clock instead of
 *     the newest event; long enough that a backlog being read does not look like silence
 */
public record PostureSettings(Duration idle) {
    public static final PostureSettings DEFAULTS = new PostureSettings(Duration.ofMinutes(5));

    private static final Duration SLOWEST_TICK = Duration.ofMinutes(1);

    public PostureSettings {
        if (!idle.isPositive()) {
            throw new IllegalArgumentException("idle " + idle + " must be positive");
        }
    }

    /** How often silence is looked for. */
    Duration tick() {
        return idle.compareTo(SLOWEST_TICK) < 0 ? idle : SLOWEST_TICK;
    }
}
