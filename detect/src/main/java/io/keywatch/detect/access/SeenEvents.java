package io.keywatch.detect.access;

import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.Expiring;
import io.keywatch.detect.state.Fnv;
import io.keywatch.detect.state.Table;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * CloudTrail delivers at least once. The events of each minute by their hash: every copy has the minute of the event, in
 * which there are a few thousand at most, so that two of one hash do not meet (one event in 10^15 would, in a minute of 10,000). They are stored
 * in chunks of {@value #CHUNK}, so that a busy minute is not written anew for each event, nor forgotten one by one.
 */
final class SeenEvents {
    /** Later copies than this count again; CloudTrail and a stalled queue stay well below. */
    static final long RETENTION = 24 * TimeKeys.HOUR;

    static final int CHUNK = 64;

    /** Events of the minutes kept at hand, old or not: about 6 MB. */
    private static final int AT_HAND = 100_000;

    private final Expiring<Chunk> chunks;
    /** By the minute since the epoch; the one that was asked of longest ago goes first. */
    private final LinkedHashMap<Long, Minute> minutes = new LinkedHashMap<>(16, 0.75f, true);

    private int atHand;

    SeenEvents(Table<Chunk> chunks) {
        this.chunks = new Expiring<>(chunks);
    }

    /** True the first time. */
    boolean add(Sighting sighting) {
        long of = Math.floorDiv(sighting.at(), 60_000);
        Minute minute = minutes.get(of);
        if (minute == null) {
            minute = read(of);
            minutes.put(of, minute);
            atHand += minute.seen.size();
        }
        long hash = Fnv.hash(sighting.eventId());
        if (!minute.seen.add(hash)) {
            return false;
        }
        boolean full = minute.last.hashes.length == CHUNK;
        minute.chunks += full || minute.chunks == 0 ? 1 : 0;
        minute.last = (full ? Chunk.EMPTY : minute.last).with(hash);
        chunks.put(key(of, minute.chunks - 1), minute.last);
        atHand++;
        while (atHand > AT_HAND && minutes.size() > 1) {
            Map.Entry<Long, Minute> eldest = minutes.pollFirstEntry();
            atHand -= eldest.getValue().seen.size();
        }
        return true;
    }

    private Minute read(long of) {
        Minute minute = new Minute();
        for (Table.Entry<Chunk> entry : chunks.range(key(of, 0), TimeKeys.minute(of + 1), Integer.MAX_VALUE)) {
            minute.last = entry.value();
            minute.chunks++;
            for (long hash : minute.last.hashes) {
                minute.seen.add(hash);
            }
        }
        return minute;
    }

    /** Chunks sort by their number up to some four thousand million. */
    private static String key(long minute, int chunk) {
        return TimeKeys.minute(minute) + "|" + TimeKeys.minute(chunk);
    }

    /** True when there may be more. */
    boolean forgetBefore(long clock, int limit) {
        return chunks.forgetBefore(TimeKeys.minute((clock - RETENTION) / 60_000), limit);
    }

    private static final class Minute {
        private final Set<Long> seen = new HashSet<>();
        private Chunk last = Chunk.EMPTY;
        private int chunks;
    }

    /** Some events of one minute, in the order in which they came. */
    static final class Chunk {
        static final Chunk EMPTY = new Chunk(new long[0]);

        private final long[] hashes;

        private Chunk(long[] hashes) {
            this.hashes = hashes;
        }

        Chunk with(long hash) {
            long[] next = Arrays.copyOf(hashes, hashes.length + 1);
            next[hashes.length] = hash;
            return new Chunk(next);
        }

        static final Codec<Chunk> CODEC = new Codec<>() {
            private static final int VERSION = 1;

            @Override
            public byte[] encode(Chunk chunk) {
                BinaryOut out = new BinaryOut().version(VERSION).number(chunk.hashes.length);
                for (long hash : chunk.hashes) {
                    out.number(hash);
                }
                return out.bytes();
            }

            @Override
            public Chunk decode(byte[] bytes) {
                BinaryIn in = new BinaryIn(bytes);
                in.version(VERSION);
                long[] hashes = new long[in.size()];
                for (int i = 0; i < hashes.length; i++) {
                    hashes[i] = in.number();
                }
                return new Chunk(hashes);
            }
        };
    }
}
