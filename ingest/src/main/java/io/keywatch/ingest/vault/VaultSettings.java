package io.keywatch.ingest.vault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What of the vaults is read and how often.
 *
 * @param regions empty: the one region of the AWS settings
 * @param roles ARNs of roles to read with, one an account; empty: the process's own credentials
 * @param parameters whether SecureString parameters are read beside secrets
 * @param every between two rounds over everything; changes are read as CloudTrail tells of them
 * @param callsPerSecond to AWS, of each account and region
 */
public record VaultSettings(
        List<String> regions, List<String> roles, boolean parameters, Duration every, int callsPerSecond) {

    /** GetParameters has a default quota of 40 calls a second for everybody in an account and region. */
    public static final int DEFAULT_CALLS_PER_SECOND = 5;

    public static final Duration DEFAULT_EVERY = Duration.ofHours(6);
    public static final Duration MIN_EVERY = Duration.ofSeconds(1);
    public static final Duration MAX_EVERY = Duration.ofDays(7);
    public static final int MAX_CALLS_PER_SECOND = 100;

    public VaultSettings {
        regions = List.copyOf(regions);
        roles = List.copyOf(roles);
        List<String> problems = new ArrayList<>();
        roles.stream()
                .filter(role -> !role.matches("arn:aws[a-z-]*:iam::\\d{12}:role/.+"))
                .forEach(role -> problems.add("vault.roles: not the ARN of a role: " + role));
        if (every.compareTo(MIN_EVERY) < 0 || every.compareTo(MAX_EVERY) > 0) {
            problems.add("vault.every: 1 s to 7 d, is " + every);
        }
        if (callsPerSecond < 1 || callsPerSecond > MAX_CALLS_PER_SECOND) {
            problems.add("vault.callsPerSecond: 1 to 100, is " + callsPerSecond);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
