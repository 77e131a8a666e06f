package io.keywatch.detect.access;

import io.keywatch.detect.call.FirstTimes;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.PrincipalType;

/** Lets through the first use of a key, session, address and hour: see {@link FirstTimes}. */
public final class FirstUses {
    /** Slots: 2 MB a task. */
    private static final int SIZE = 1 << 17;

    private final FirstTimes times = new FirstTimes(SIZE);

    /** Calls that AWS makes, for itself or on somebody's behalf, tell nothing about who holds the key. */
    public static boolean byHolder(ApiCall call) {
        return call.getPrincipal().getAccessKeyId() != null
                && call.getPrincipal().getInvokedBy() == null
                && call.getPrincipal().getType() != PrincipalType.AWS_SERVICE;
    }

    public boolean add(ApiCall call) {
        return times.add(
                call.getPrincipal().getAccessKeyId(),
                call.getPrincipal().getSessionName(),
                call.getNetwork().getIp(),
                call.getEventTime().toEpochMilli(),
                TimeKeys.HOUR);
    }
}
