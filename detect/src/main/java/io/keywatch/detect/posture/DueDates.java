package io.keywatch.detect.posture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What an operator may choose about the posture checks. None makes a check forget anything: a date that comes later than
 * before is waited for, one that comes earlier counts for what is new and for the rest with its next event.
 *
 * @param rotateAfterDeparture until a secret that somebody who left has read is overdue
 * @param rotationRestored how long rotation may stay cancelled
 * @param rotationFailures in a row, from which a rotation is failing
 * @param exposedMedium how long an exposed credential may work before it is told of; then before that is high and
 *     critical
 * @param silence shortest silence of a trail that is told of
 * @param silenceTimes how many times the longest silence known is one too long
 */
public record DueDates(
        Duration rotateAfterDeparture,
        Duration rotationRestored,
        int rotationFailures,
        Duration exposedMedium,
        Duration exposedHigh,
        Duration exposedCritical,
        Duration silence,
        int silenceTimes) {

    /** A plan keeps 32 steps. */
    public static final int MAX_FAILURES = 20;

    public static final int MAX_TIMES = 100;
    public static final Duration SHORTEST = Duration.ofHours(1);
    public static final Duration LONGEST = Duration.ofDays(365);

    public static final DueDates DEFAULTS = new DueDates(
            Duration.ofDays(7),
            Duration.ofHours(24),
            2,
            Duration.ofDays(1),
            Duration.ofDays(3),
            Duration.ofDays(7),
            Duration.ofHours(6),
            3);

    public DueDates {
        List<String> problems = new ArrayList<>();
        for (Duration date :
                List.of(rotateAfterDeparture, rotationRestored, exposedMedium, exposedHigh, exposedCritical, silence)) {
            if (date.compareTo(SHORTEST) < 0 || date.compareTo(LONGEST) > 0) {
                problems.add("1 h to 365 d, was " + date);
            }
        }
        if (exposedHigh.compareTo(exposedMedium) < 0 || exposedCritical.compareTo(exposedHigh) < 0) {
            problems.add("exposed: medium, high and critical in this order, was " + exposedMedium + ", " + exposedHigh
                    + ", " + exposedCritical);
        }
        if (rotationFailures < 1 || rotationFailures > MAX_FAILURES) {
            problems.add("rotationFailures: 1 to " + MAX_FAILURES + ", was " + rotationFailures);
        }
        if (silenceTimes < 1 || silenceTimes > MAX_TIMES) {
            problems.add("silenceTimes: 1 to " + MAX_TIMES + ", was " + silenceTimes);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
