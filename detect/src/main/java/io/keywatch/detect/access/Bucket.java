package io.keywatch.detect.access;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one scope touched in one stretch of time as long as the window: for each resource its first and last touch, which
 * is all that an exact sliding count needs, as a window never spans more than two buckets.
 *
 * @param events calls counted in, whether or not they named something new
 * @param ownDay already part of the finding of its own day
 * @param nextDay already part of the finding of the next bucket's day, where that is another
 * @param hotAt first moment in the bucket at which the window held too many; {@link Long#MAX_VALUE} for never
 * @param lastAllowed newest allowed call, for ceilings over denied ones; {@link Long#MIN_VALUE} for none
 * @param caller of the earliest event
 * @param seen at most {@link #MAX_RESOURCES}
 */
record Bucket(
        long events,
        boolean ownDay,
        boolean nextDay,
        long hotAt,
        long lastAllowed,
        long ingestedAt,
        @Nullable Caller caller,
        List<Seen> seen) {

    /** Ten times the highest default ceiling; a bucket stays below about 40 kB. */
    static final int MAX_RESOURCES = 256;

    static final Bucket EMPTY = new Bucket(0, false, false, Long.MAX_VALUE, Long.MIN_VALUE, 0, null, List.of());

    /** First (with its event) and last touch of a resource, epoch milliseconds. */
    record Seen(String resource, String action, long first, String eventId, long last, Reads reads) {
        boolean after(Sighting sighting) {
            return first > sighting.at() || (first == sighting.at() && eventId.compareTo(sighting.eventId()) > 0);
        }
    }

    /**
     * How often a resource was touched, by how that was told. AWS writes a GetSecretValue of its own for each secret of a
     * batch read, or does not; and KMS writes a decryption for most reads, or does not: each tells of the same read again.
     */
    record Reads(int batched, int single, int decrypted) {
        static final Reads NONE = new Reads(0, 0, 0);

        Reads and(String action) {
            return switch (action) {
                case "BatchGetSecretValue" -> new Reads(batched + 1, single, decrypted);
                case "Decrypt" -> new Reads(batched, single, decrypted + 1);
                default -> new Reads(batched, single + 1, decrypted);
            };
        }

        /** Calls that told of nothing new. */
        int repeated() {
            return batched + single + decrypted - Math.max(batched, Math.max(single, decrypted));
        }
    }

    /** Calls without those that only repeat what another one told. */
    long calls() {
        long calls = events;
        for (Seen entry : seen) {
            calls -= entry.reads().repeated();
        }
        return calls;
    }

    Bucket with(Sighting sighting, List<String> resources) {
        List<Seen> next = new ArrayList<>(seen);
        boolean earliest = true;
        for (Seen entry : seen) {
            earliest &= entry.after(sighting);
        }
        for (String resource : resources) {
            int at = indexOf(next, resource);
            if (at >= 0) {
                Seen old = next.get(at);
                Reads reads = old.reads().and(sighting.action());
                long last = Math.max(old.last(), sighting.at());
                next.set(
                        at,
                        old.after(sighting)
                                ? new Seen(resource, sighting.action(), sighting.at(), sighting.eventId(), last, reads)
                                : new Seen(resource, old.action(), old.first(), old.eventId(), last, reads));
            } else if (next.size() < MAX_RESOURCES) {
                next.add(new Seen(
                        resource,
                        sighting.action(),
                        sighting.at(),
                        sighting.eventId(),
                        sighting.at(),
                        Reads.NONE.and(sighting.action())));
            }
        }
        return new Bucket(
                events + 1,
                ownDay,
                nextDay,
                hotAt,
                lastAllowed,
                Math.max(ingestedAt, sighting.ingestedAt()),
                earliest || caller == null ? sighting.caller() : caller,
                next);
    }

    Bucket withAllowed(long at) {
        return new Bucket(events, ownDay, nextDay, hotAt, Math.max(lastAllowed, at), ingestedAt, caller, seen);
    }

    Bucket contributed(boolean toOwnDay, boolean toNextDay) {
        return new Bucket(
                events, ownDay || toOwnDay, nextDay || toNextDay, hotAt, lastAllowed, ingestedAt, caller, seen);
    }

    Bucket hotSince(long at) {
        return new Bucket(events, ownDay, nextDay, Math.min(hotAt, at), lastAllowed, ingestedAt, caller, seen);
    }

    boolean hot() {
        return hotAt != Long.MAX_VALUE;
    }

    static int indexOf(List<Seen> seen, String resource) {
        for (int i = 0; i < seen.size(); i++) {
            if (seen.get(i).resource().equals(resource)) {
                return i;
            }
        }
        return -1;
    }

    /** All but the caller, whom the buckets of a stretch share. */
    void write(BinaryOut out) {
        out.number(events)
                .number((ownDay ? 1 : 0) | (nextDay ? 2 : 0))
                .number(hotAt)
                .number(lastAllowed)
                .number(ingestedAt)
                .number(seen.size());
        for (Seen entry : seen) {
            out.text(entry.resource())
                    .text(entry.action())
                    .number(entry.first())
                    .text(entry.eventId())
                    .number(entry.last() - entry.first())
                    .number(entry.reads().batched())
                    .number(entry.reads().single())
                    .number(entry.reads().decrypted());
        }
    }

    static Bucket read(BinaryIn in, @Nullable Caller caller) {
        long events = in.number();
        int flags = in.count();
        long hotAt = in.number();
        long lastAllowed = in.number();
        long ingestedAt = in.number();
        List<Seen> seen = in.list(() -> {
            String resource = in.text();
            String action = in.text();
            long first = in.number();
            String eventId = in.text();
            long last = first + in.number();
            return new Seen(resource, action, first, eventId, last, new Reads(in.count(), in.count(), in.count()));
        });
        return new Bucket(events, (flags & 1) != 0, (flags & 2) != 0, hotAt, lastAllowed, ingestedAt, caller, seen);
    }
}
