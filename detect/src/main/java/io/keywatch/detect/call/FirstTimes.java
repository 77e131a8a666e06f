package io.keywatch.detect.call;

import org.jspecify.annotations.Nullable;

/**
 * Lets through the first time of something in a stretch of time, and any that turns out to be earlier still; everything
 * else costs one hash and one comparison. It forgets at random and after a restart: then something goes through twice,
 * which who receives it must bear, but never none. Not thread-safe.
 */
public final class FirstTimes {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long[] hashes;
    private final long[] times;

    /** @param slots a power of two; two longs each */
    public FirstTimes(int slots) {
        this.hashes = new long[slots];
        this.times = new long[slots];
    }

    /** @param stretch milliseconds */
    public boolean add(@Nullable String one, @Nullable String two, @Nullable String three, long at, long stretch) {
        long hash = mix(mix(mix(FNV_OFFSET, one), two), three);
        hash = (hash ^ Math.floorDiv(at, stretch)) * FNV_PRIME;
        int slot = (int) (hash ^ (hash >>> 32)) & (hashes.length - 1);
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
