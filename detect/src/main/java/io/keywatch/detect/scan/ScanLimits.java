package io.keywatch.detect.scan;

import java.time.Duration;

/**
 * How much one artifact may cost. Over a limit the outcome is {@link ScanOutcome.Partial} with what was found so far.
 *
 * @param maxBytes stored bytes of one artifact
 * @param maxInflatedBytes bytes out of all its archives and decoders together
 * @param maxRatio inflated to stored bytes of one compressed stream, looked at from 1 MiB of output on
 * @param maxEntries members of all its archives together
 * @param maxDepth archives within archives
 * @param maxMemberBytes bytes of one member, which is held in memory
 * @param maxMatches matches kept
 * @param maxTime per artifact
 */
public record ScanLimits(
        long maxBytes,
        long maxInflatedBytes,
        int maxRatio,
        int maxEntries,
        int maxDepth,
        long maxMemberBytes,
        int maxMatches,
        Duration maxTime) {
    private static final long MIB = 1024L * 1024;

    /**
     * 256 MiB covers all but data dumps; text logs inflate 10 to 30 times, so 100:1 is a bomb or of no interest; the
     * largest wheels and images hold some ten thousand files; a jar in a zip in a tar.gz is depth 4.
     */
    public static final ScanLimits DEFAULTS =
            new ScanLimits(256 * MIB, 512 * MIB, 100, 20_000, 5, 128 * MIB, 10_000, Duration.ofSeconds(60));

    public ScanLimits {
        if (maxBytes < 1
                || maxInflatedBytes < 1
                || maxRatio < 1
                || maxEntries < 1
                || maxDepth < 1
                || maxMemberBytes < 1
                || maxMatches < 1
                || maxTime.isNegative()
                || maxTime.isZero()) {
            throw new IllegalArgumentException("scan limits must be positive");
        }
        // one member is one Java array
        maxMemberBytes = Math.min(maxMemberBytes, Integer.MAX_VALUE - 64L);
    }
}
