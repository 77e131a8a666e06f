package io.keywatch.detect.topology;

import java.time.Duration;

/**
 * @param maxAttempts looks at one change before it becomes a dead letter and a coverage finding
 * @param firstRetry wait before the second look; doubled each time
 * @param maxRetry longest wait
 * @param retryTick how often due retries are looked for, wall-clock
 */
public record ScanSettings(int maxAttempts, Duration firstRetry, Duration maxRetry, Duration retryTick) {
    /** Ten looks over about an hour and a half: longer than a deployment, shorter than a shift. */
    public static final ScanSettings DEFAULTS =
            new ScanSettings(10, Duration.ofSeconds(10), Duration.ofMinutes(30), Duration.ofSeconds(5));

    public ScanSettings {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts " + maxAttempts + " is below 1");
        }
        if (!firstRetry.isPositive() || !retryTick.isPositive() || maxRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException("retry times must be positive, maxRetry at least firstRetry");
        }
    }

    /** Wait after the given number of failed looks. */
    Duration waitAfter(int attempts) {
        int doublings = Math.min(attempts - 1, 20);
        Duration wait = firstRetry.multipliedBy(1L << doublings);
        return wait.compareTo(maxRetry) > 0 ? maxRetry : wait;
    }
}
