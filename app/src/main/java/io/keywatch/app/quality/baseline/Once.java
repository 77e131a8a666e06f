package io.keywatch.app.quality.baseline;

import io.keywatch.schemas.v1.ApiCall;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Drops the second delivery of a call, as the originals' ingest does by event id. */
final class Once {
    /** Twice the longest lag, in seconds. */
    private static final long KEPT = 5_400;

    private Map<String, Instant> young = new HashMap<>();
    private Map<String, Instant> old = new HashMap<>();
    private Instant turned = Instant.MIN;

    boolean first(ApiCall call, Instant deliveredAt) {
        if (turned.equals(Instant.MIN) || deliveredAt.isAfter(turned.plusSeconds(KEPT))) {
            old = young;
            young = new HashMap<>();
            turned = deliveredAt;
        }
        return !old.containsKey(call.getEventId()) && young.put(call.getEventId(), deliveredAt) == null;
    }
}
