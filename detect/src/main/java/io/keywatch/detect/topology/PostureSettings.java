package io.keywatch.detect.topology;

import io.keywatch.detect.posture.DueDates;
import io.keywatch.detect.rule.RuleSwitches;
import java.time.Duration;

/**
 * @param idle once no event has come to a partition for so long, due dates are held against the wall clock instead of
 *     the newest event; long enough that a backlog being read does not look like silence
 * @param switches of every rule whose findings the posture application makes
 */
public record PostureSettings(Duration idle, RuleSwitches switches, DueDates dates) {
    public static final PostureSettings DEFAULTS =
            new PostureSettings(Duration.ofMinutes(5), RuleSwitches.ALL_ON, DueDates.DEFAULTS);

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
