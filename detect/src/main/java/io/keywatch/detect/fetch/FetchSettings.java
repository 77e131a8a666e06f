package io.keywatch.detect.fetch;

import java.time.Duration;

/**
 * @param maxObjectBytes larger objects are fetched up to here and reported as partly read
 * @param maxAheadBytes memory for content that waits for its turn, all partitions together
 * @param maxAhead requests under way at once; 64 at 40 ms a GET is 1,600 objects/s
 * @param aheadTtl content that nobody came for (a partition moved away) is dropped after this
 */
public record FetchSettings(long maxObjectBytes, long maxAheadBytes, int maxAhead, Duration aheadTtl) {
    private static final long MIB = 1024L * 1024;

    public static final FetchSettings DEFAULTS = new FetchSettings(128 * MIB, 256 * MIB, 64, Duration.ofMinutes(10));

    public FetchSettings {
        if (maxObjectBytes < 1 || maxAheadBytes < 1 || maxAhead < 1 || !aheadTtl.isPositive()) {
            throw new IllegalArgumentException("fetch settings must be positive");
        }
        if (maxObjectBytes > Integer.MAX_VALUE - 64) {
            throw new IllegalArgumentException("maxObjectBytes " + maxObjectBytes + " does not fit one array");
        }
    }
}
