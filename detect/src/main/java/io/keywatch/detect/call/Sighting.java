package io.keywatch.detect.call;

import io.keywatch.schemas.v1.ApiCall;

/** A call as detectors count it: when (epoch milliseconds), which, who. */
public record Sighting(long at, String eventId, String action, Caller caller, long ingestedAt) {
    public static Sighting of(ApiCall call) {
        return new Sighting(
                call.getEventTime().toEpochMilli(),
                call.getEventId(),
                call.getEventName(),
                Caller.of(call),
                call.getIngestedAt().toEpochMilli());
    }
}
