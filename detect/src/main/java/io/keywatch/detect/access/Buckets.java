package io.keywatch.detect.access;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.Expiring;
import io.keywatch.detect.state.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The buckets of all ceilings and scopes. Those of one scope that lie in one stretch of time are one value of the store:
 * who reads every few minutes would else leave a key, and later a mark of its deletion, for every read.
 */
final class Buckets {
    private final Expiring<Stretch> stretches;

    Buckets(Table<Stretch> stretches) {
        this.stretches = new Expiring<>(stretches);
    }

    Row of(Ceiling ceiling, String scope) {
        return new Row(ceiling, scope);
    }

    /** Of stretches that lie before {@code time} as a whole. True when there may be more. */
    boolean forgetBefore(long time, int limit) {
        return stretches.forgetBefore(TimeKeys.minute(time / 60_000), limit);
    }

    /** The buckets of one scope, by their number since the epoch. */
    final class Row {
        private final Ceiling ceiling;
        private final String scope;
        private final int together;
        private long at = Long.MIN_VALUE;
        private String key = "";
        private Stretch stretch = Stretch.EMPTY;

        private Row(Ceiling ceiling, String scope) {
            this.ceiling = ceiling;
            this.scope = scope;
            this.together = ceiling.bucketsTogether();
        }

        Bucket at(long index) {
            turnTo(index);
            return stretch.at(Math.floorMod(index, together));
        }

        void put(long index, Bucket bucket) {
            turnTo(index);
            stretch = stretch.with(Math.floorMod(index, together), bucket);
            stretches.put(key, stretch);
        }

        private void turnTo(long index) {
            long wanted = Math.floorDiv(index, together);
            if (wanted != at) {
                at = wanted;
                key = ceiling.storeKey(at, scope);
                Stretch known = stretches.get(key);
                stretch = known == null ? Stretch.EMPTY : known;
            }
        }
    }

    /** Buckets by their place in the stretch; those without a touch are not there. */
    record Stretch(Map<Integer, Bucket> buckets) {
        static final Stretch EMPTY = new Stretch(Map.of());

        Bucket at(int place) {
            return buckets.getOrDefault(place, Bucket.EMPTY);
        }

        Stretch with(int place, Bucket bucket) {
            Map<Integer, Bucket> next = new TreeMap<>(buckets);
            next.put(place, bucket);
            return new Stretch(next);
        }

        /** Callers, of which there are hardly more than one, stand there once. */
        static final Codec<Stretch> CODEC = new Codec<>() {
            private static final int VERSION = 1;

            @Override
            public byte[] encode(Stretch stretch) {
                List<Caller> callers = new ArrayList<>(1);
                for (Bucket bucket : stretch.buckets.values()) {
                    if (bucket.caller() != null && !callers.contains(bucket.caller())) {
                        callers.add(bucket.caller());
                    }
                }
                BinaryOut out = new BinaryOut().version(VERSION).number(callers.size());
                callers.forEach(caller -> caller.write(out));
                out.number(stretch.buckets.size());
                stretch.buckets.forEach((place, bucket) -> {
                    out.number(place).number(bucket.caller() == null ? -1 : callers.indexOf(bucket.caller()));
                    bucket.write(out);
                });
                return out.bytes();
            }

            @Override
            public Stretch decode(byte[] bytes) {
                BinaryIn in = new BinaryIn(bytes);
                in.version(VERSION);
                List<Caller> callers = in.list(() -> Caller.read(in));
                Map<Integer, Bucket> buckets = new TreeMap<>();
                for (int left = in.size(); left > 0; left--) {
                    int place = in.count();
                    int caller = in.count();
                    buckets.put(place, Bucket.read(in, caller < 0 ? null : BinaryIn.one(callers, caller)));
                }
                return new Stretch(buckets);
            }
        };
    }
}
