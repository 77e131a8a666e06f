package io.keywatch.detect.access;

import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.state.Expiring;
import io.keywatch.detect.state.Table;

/**
 * CloudTrail delivers at least once. The key begins with the event's own hour, which every copy shares, so one look-up
 * tells and old hours go as one range.
 */
final class SeenEvents {
    /** Later copies than this count again; CloudTrail and a stalled queue stay well below. */
    static final long RETENTION = 24 * TimeKeys.HOUR;

    private final Expiring<Boolean> seen;

    SeenEvents(Table<Boolean> seen) {
        this.seen = new Expiring<>(seen);
    }

    /** True the first time. */
    boolean add(Sighting sighting) {
        String key = TimeKeys.minute(Math.floorDiv(sighting.at(), TimeKeys.HOUR) * 60) + "|" + sighting.eventId();
        if (seen.get(key) != null) {
            return false;
        }
        seen.put(key, Boolean.TRUE);
        return true;
    }

    /** True when there may be more. */
    boolean forgetBefore(long clock, int limit) {
        return seen.forgetBefore(TimeKeys.minute((clock - RETENTION) / 60_000), limit);
    }
}
