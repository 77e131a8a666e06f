package io.keywatch.detect.access;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.PrincipalType;
import org.jspecify.annotations.Nullable;

/**
 * Lets through the first use of a key, address and hour, and any use that turns out to be earlier still; everything else
 * costs one hash and one comparison. It forgets at random and after a restart: then a use goes through twice, which who
 * receives it must bear, but never none.
 */
final class FirstUses {
    /** Slots; two longs each: 2 MB a task. */
    private static final int SIZE = 1 << 17;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long[] hashes = new long[SIZE];
    private final long[] times = new long[SIZE];

    /** Calls that AWS makes, for itself or on somebody's behalf, tell nothing about who holds the key. */
    static boolean byHolder(ApiCall call) {
        return call.getPrincipal().getAccessKeyId() != null
                && call.getPrincipal().getInvokedBy() == null
                && call.getPrincipal().getType() != PrincipalType.AWS_SERVICE;
    }

    boolean add(ApiCall call) {
        long at = call.getEventTime().toEpochMilli();
        long hash = mix(FNV_OFFSET, call.getPrincipal().getAccessKeyId());
        hash = mix(hash, call.getPrincipal().getSessionName());
        hash = mix(hash, call.getNetwork().getIp());
        hash = (hash ^ Math.floorDiv(at, TimeKeys.HOUR)) * FNV_PRIME;
        int slot = (int) (hash ^ (hash >>> 32)) & (SIZE - 1);
        if (hashes[slot] == hash && times[slot] <= at) {
            return false;
        }
        hashes[slot] = hash;
        times[slot] = at;
        return true;
    }

    private static long mix(long hash, @Nullable String text) {
        long mixed = hash;
        if (text != null) {
            for (int i = 0; i < text.length(); i++) {
                mixed = (mixed ^ text.charAt(i)) * FNV_PRIME;
            }
        }
        return (mixed ^ 0xFF) * FNV_PRIME;
    }
}
