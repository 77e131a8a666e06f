package io.keywatch.detect.call;

import io.keywatch.schemas.v1.ApiCall;
import java.time.Duration;

/** The newest event time seen. An event dated after its own arrival cannot drag time along and so wipe state. */
public final class EventClock {
    private static final long MAX_AHEAD = Duration.ofMinutes(10).toMillis();

    private long now = Long.MIN_VALUE;

    public long advance(ApiCall call) {
        return advance(call.getEventTime().toEpochMilli(), call.getIngestedAt().toEpochMilli());
    }

    /** Epoch milliseconds. */
    public long advance(long at, long ingestedAt) {
        now = Math.max(now, Math.min(at, ingestedAt + MAX_AHEAD));
        return now;
    }

    public long now() {
        return now;
    }
}
