package io.keywatch.detect.correlate;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What an operator tells the joins.
 *
 * @param environments environment of an account, by its id: makes crossing from one to another certain instead of a
 *     guess from names
 * @param ownRoles ARNs of the roles that Keywatch itself reads content with: their reads are nobody's
 * @param objectReads whether to remember who reads objects, in case one turns out to hold a secret
 * @param decryptTolerance how far from a decryption the read may be that explains it
 * @param widenedWithin how long after a right was given its first use belongs to it
 * @param twoNetworksHours within which the session of an instance has one way out
 * @param replicaDaysKnown days before a principal is a stranger to a region
 */
public record JoinSettings(
        Map<String, String> environments,
        Set<String> ownRoles,
        boolean objectReads,
        Duration decryptTolerance,
        Duration widenedWithin,
        int twoNetworksHours,
        int replicaDaysKnown) {
    /** Decryptions are judged two hours later. */
    public static final Duration MAX_TOLERANCE = Duration.ofHours(1);

    /** Grants and first reads are kept for two days. */
    public static final Duration MAX_WITHIN = Duration.ofHours(47);

    /** Two days of uses are kept of an instance. */
    public static final int MAX_HOURS = 24;

    public static final int MAX_DAYS = 90;

    public static final JoinSettings DEFAULTS =
            new JoinSettings(Map.of(), Set.of(), true, Duration.ofMinutes(2), Duration.ofDays(1), 6, 1);

    public JoinSettings {
        check("decryptTolerance", decryptTolerance, MAX_TOLERANCE);
        check("widenedWithin", widenedWithin, MAX_WITHIN);
        if (twoNetworksHours < 1 || twoNetworksHours > MAX_HOURS) {
            throw new IllegalArgumentException("twoNetworksHours: 1 to " + MAX_HOURS + ", was " + twoNetworksHours);
        }
        if (replicaDaysKnown < 1 || replicaDaysKnown > MAX_DAYS) {
            throw new IllegalArgumentException("replicaDaysKnown: 1 to 90, was " + replicaDaysKnown);
        }
        environments = Map.copyOf(environments);
        ownRoles = Set.copyOf(ownRoles);
    }

    public JoinSettings withEnvironments(Map<String, String> other) {
        return new JoinSettings(
                other, ownRoles, objectReads, decryptTolerance, widenedWithin, twoNetworksHours, replicaDaysKnown);
    }

    private static void check(String name, Duration given, Duration longest) {
        if (!given.isPositive() || given.compareTo(longest) > 0) {
            throw new IllegalArgumentException(name + ": up to " + longest + ", was " + given);
        }
    }
}
