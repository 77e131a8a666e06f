package io.keywatch.detect.access;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * D3 and D4: distinct resources per scope in an exact sliding window, in two lookups at most and one write per call. What is
 * raised, and what it says, depends on the set of events alone and not on the order in which they came, as long as they
 * come within {@link #RETENTION} of each other and no bucket overflows.
 */
final class Ceilings {
    /** The longest default window and two hours of grace, with room to spare. */
    static final long RETENTION = 6 * TimeKeys.HOUR;

    /** How many buckets after a hot one an allowed read still belongs to it: an hour at ten minutes each. */
    private static final int AFTERWARDS_BUCKETS = 6;

    private static final long NEVER = Long.MAX_VALUE;

    private final Map<Touch.Kind, List<Ceiling>> byKind = new EnumMap<>(Touch.Kind.class);
    private final Buckets buckets;
    private final Episodes episodes;

    Ceilings(List<Ceiling> ceilings, Table<Buckets.Stretch> buckets, Episodes episodes) {
        for (Ceiling ceiling : ceilings) {
            byKind.computeIfAbsent(ceiling.kind(), _ -> new ArrayList<>()).add(ceiling);
        }
        this.buckets = new Buckets(buckets);
        this.episodes = episodes;
    }

    /** @param clock newest event time seen: buckets after it are empty and need no look-up */
    void observe(Sighting sighting, Touch touch, long clock, Consumer<Finding> out) {
        for (Ceiling ceiling : byKind.getOrDefault(touch.kind(), List.of())) {
            if (ceiling.want().takes(touch.allowed())) {
                new Count(ceiling, sighting, out).add(touch.resources(), clock);
            } else if (ceiling.readAfterwards() && touch.allowed()) {
                new Count(ceiling, sighting, out).allowed();
            }
        }
    }

    /** True when there may be more. */
    boolean forgetBefore(long clock, int limit) {
        return buckets.forgetBefore(clock - RETENTION, limit);
    }

    /** When the window first held too many in a bucket, and the most it ever held there. */
    private record Heat(long at, int peak) {
        static final Heat NONE = new Heat(NEVER, 0);
    }

    /** One call against one ceiling. */
    private final class Count {
        private final Ceiling ceiling;
        private final Sighting sighting;
        private final Consumer<Finding> out;
        private final String scope;
        private final Buckets.Row row;
        private final long window;
        private final long bucket;

        Count(Ceiling ceiling, Sighting sighting, Consumer<Finding> out) {
            this.ceiling = ceiling;
            this.sighting = sighting;
            this.out = out;
            this.scope = ceiling.scope().of(sighting.caller());
            this.row = buckets.of(ceiling, scope);
            this.window = ceiling.window().toMillis();
            this.bucket = Math.floorDiv(sighting.at(), window);
        }

        void add(List<String> resources, long clock) {
            Bucket before = row.at(bucket - 1);
            Bucket stored = row.at(bucket);
            Bucket now = stored.with(sighting, resources);
            Bucket after = clock >= (bucket + 1) * window ? row.at(bucket + 1) : Bucket.EMPTY;
            Heat heat = heat(before, now);
            Heat later = heat(now, after);
            now = now.hotSince(heat.at());

            boolean sameDayAfter = day(bucket + 1) == day(bucket);
            boolean own = stored.ownDay() || heat.at() != NEVER || (later.at() != NEVER && sameDayAfter);
            boolean next = stored.nextDay() || (later.at() != NEVER && !sameDayAfter);
            now = now.contributed(own, next);
            row.put(bucket, now);
            if (own) {
                Heat of = sameDayAfter ? hotter(heat, later) : heat;
                contribute(day(bucket), stored.ownDay(), stored, now, resources, of);
            }
            if (next) {
                contribute(day(bucket + 1), stored.nextDay(), stored, now, resources, later);
            }
            if (heat.at() != NEVER && before.events() > 0) {
                boolean sameDay = day(bucket - 1) == day(bucket);
                if (sameDay ? !before.ownDay() : !before.nextDay()) {
                    row.put(bucket - 1, before.contributed(sameDay, !sameDay));
                    contribute(day(bucket), before, before.calls(), heat);
                }
            }
            if (later.at() != NEVER && (!after.ownDay() || later.at() < after.hotAt())) {
                row.put(bucket + 1, after.contributed(true, false).hotSince(later.at()));
                if (!after.ownDay()) {
                    contribute(day(bucket + 1), after, after.calls(), later);
                }
            }
            if (ceiling.readAfterwards()) {
                raiseIfReadAfter(bucket, heat.at());
                raiseIfReadAfter(bucket + 1, later.at());
            }
        }

        /** An allowed read, where the ceiling counts denied ones. */
        void allowed() {
            row.put(bucket, row.at(bucket).withAllowed(sighting.at()));
            if (episodes.find(day(bucket), id(day(bucket))) == null
                    && episodes.find(day(bucket - AFTERWARDS_BUCKETS), id(day(bucket - AFTERWARDS_BUCKETS))) == null) {
                return;
            }
            for (long earlier = bucket - AFTERWARDS_BUCKETS; earlier <= bucket; earlier++) {
                Bucket hot = row.at(earlier);
                if (hot.hotAt() < sighting.at()) {
                    raise(earlier, hot.hotAt());
                }
            }
        }

        private void raiseIfReadAfter(long hotBucket, long hotAt) {
            if (hotAt == NEVER) {
                return;
            }
            for (long later = hotBucket; later <= hotBucket + AFTERWARDS_BUCKETS; later++) {
                if (row.at(later).lastAllowed() > hotAt) {
                    raise(hotBucket, hotAt);
                    return;
                }
            }
        }

        private void raise(long hotBucket, long hotAt) {
            long day = day(hotBucket);
            Finding known = episodes.find(day, id(day));
            if (known == null || "yes".equals(known.getFacts().get("readAfterwards"))) {
                return;
            }
            Finding part = Parts.of(ceiling.rule(), id(day))
                    .severity(Severity.HIGH)
                    .count(0)
                    .denied(null)
                    .fact("readAfterwards", "yes")
                    .by(
                            sighting.caller(),
                            hotAt,
                            hotAt,
                            hotAt,
                            known.getIngestedAt().toEpochMilli());
            // what was refused keeps its own error code
            part.getAccess().setErrorCode(known.getAccess().getErrorCode());
            episodes.contribute(ceiling.rule(), day, part, out);
        }

        /** Of a bucket that is part of the finding already only what is new; calls may turn out to be fewer. */
        private void contribute(long day, boolean known, Bucket stored, Bucket now, List<String> resources, Heat heat) {
            if (known) {
                contribute(day, Bucket.EMPTY.with(sighting, resources), now.calls() - stored.calls(), heat);
            } else {
                contribute(day, now, now.calls(), heat);
            }
        }

        private void contribute(long day, Bucket what, long calls, Heat heat) {
            long first = NEVER;
            long last = Long.MIN_VALUE;
            List<Evidence> evidence = new ArrayList<>(what.seen().size());
            List<ResourceRef> resources = new ArrayList<>(what.seen().size());
            for (Bucket.Seen seen : what.seen()) {
                first = Math.min(first, seen.first());
                last = Math.max(last, seen.last());
                evidence.add(Evidence.newBuilder()
                        .setEventId(seen.eventId())
                        .setTime(Instant.ofEpochMilli(seen.first()))
                        .setAction(seen.action())
                        .setResource(ceiling.kind().countsCalls() ? null : seen.resource())
                        .build());
                if (ceiling.kind().namesResources()) {
                    resources.add(ResourceRef.newBuilder()
                            .setArn(seen.resource())
                            .setAccountId(sighting.caller().trailAccount())
                            .build());
                }
            }
            evidence.sort(Comparator.comparing(Evidence::getTime).thenComparing(Evidence::getEventId));
            Parts parts = Parts.of(ceiling.rule(), id(day))
                    .count(calls)
                    .evidence(evidence)
                    .resources(resources)
                    .fact("limit", Integer.toString(ceiling.limit()))
                    .fact("peak", Integer.toString(heat.peak()));
            if (ceiling.want() == Ceiling.Want.DENIED) {
                parts.denied("AccessDenied").fact("readAfterwards", "no");
            }
            Caller caller = what.caller() == null ? sighting.caller() : what.caller();
            long detected = heat.at() == NEVER ? sighting.at() : heat.at();
            episodes.contribute(ceiling.rule(), day, parts.by(caller, first, last, detected, what.ingestedAt()), out);
        }

        private String id(long day) {
            return FindingIds.anomaly(
                    ceiling.rule().id(), sighting.caller().id(), scope, Instant.ofEpochMilli(day * TimeKeys.DAY));
        }

        private long day(long ofBucket) {
            return TimeKeys.dayOf(ofBucket * window);
        }

        private Heat hotter(Heat one, Heat other) {
            return new Heat(Math.min(one.at(), other.at()), Math.max(one.peak(), other.peak()));
        }

        /**
         * How full the window was at each new touch in {@code now}: what {@code now} had touched by then, and what
         * {@code before} touched last less than a window earlier.
         */
        private Heat heat(Bucket before, Bucket now) {
            if (now.seen().isEmpty() || before.seen().size() + now.seen().size() < ceiling.limit()) {
                return Heat.NONE;
            }
            long[] leaves = new long[before.seen().size()];
            for (int i = 0; i < leaves.length; i++) {
                Bucket.Seen old = before.seen().get(i);
                int again = Bucket.indexOf(now.seen(), old.resource());
                long gone = old.last() + window;
                leaves[i] =
                        again < 0 ? gone : Math.min(gone, now.seen().get(again).first());
            }
            Arrays.sort(leaves);
            long[] enters =
                    now.seen().stream().mapToLong(Bucket.Seen::first).sorted().toArray();
            long first = NEVER;
            int peak = 0;
            int left = 0;
            for (int i = 0; i < enters.length; i++) {
                while (left < leaves.length && leaves[left] <= enters[i]) {
                    left++;
                }
                if (i + 1 < enters.length && enters[i + 1] == enters[i]) {
                    continue;
                }
                int held = i + 1 + leaves.length - left;
                if (held >= ceiling.limit()) {
                    first = Math.min(first, enters[i]);
                    peak = Math.max(peak, held);
                }
            }
            return first == NEVER ? Heat.NONE : new Heat(first, peak);
        }
    }
}
