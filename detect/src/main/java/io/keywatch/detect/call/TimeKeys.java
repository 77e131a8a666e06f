package io.keywatch.detect.call;

import java.time.Duration;
import java.util.HexFormat;

/** Keys that begin with a time in fixed-width hex, so that what is old is one range from the start of the store. */
public final class TimeKeys {
    public static final long DAY = Duration.ofDays(1).toMillis();
    public static final long HOUR = Duration.ofHours(1).toMillis();
    private static final HexFormat HEX = HexFormat.of();

    private TimeKeys() {}

    public static String minute(long epochMinute) {
        return HEX.toHexDigits(Math.max(0, epochMinute), 8);
    }

    public static String day(long epochDay) {
        return HEX.toHexDigits(Math.max(0, epochDay), 5);
    }

    public static long dayOf(long epochMillis) {
        return Math.floorDiv(epochMillis, DAY);
    }
}
