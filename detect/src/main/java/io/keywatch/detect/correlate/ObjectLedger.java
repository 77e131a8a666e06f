package io.keywatch.detect.correlate;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.ExposureState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What stands in one object and who has read it: about 200 bytes a read, two a reader and day, at most {@link #MAX_READS} of
 * them.
 *
 * @param exposures one entry each, oldest first
 * @param reads of each principal and day the earliest, and the earliest of the last hour in which it read: what it read
 *     before the secret stood there does not hide what it read after
 */
record ObjectLedger(List<Span> exposures, List<Use> reads, long ingestedAt) {
    static final ObjectLedger EMPTY = new ObjectLedger(List.of(), List.of(), 0);

    /** More readers than these are a public place whatever their number. */
    static final int MAX_READS = 64;

    static final int MAX_EXPOSURES = 20;

    /** @param until {@link Long#MAX_VALUE} while it stands there */
    record Span(String exposureId, String findingId, String ruleId, long from, long until) {
        boolean holds(long at) {
            return at >= from && at <= until;
        }
    }

    ObjectLedger exposed(Exposure exposure) {
        List<Span> next = new ArrayList<>(exposures);
        long from = exposure.getFirstSeen().toEpochMilli();
        for (Span known : exposures) {
            if (known.exposureId().equals(exposure.getId())) {
                next.remove(known);
                from = Math.min(from, known.from());
            }
        }
        boolean gone = exposure.getState() == ExposureState.GONE;
        next.add(new Span(
                exposure.getId(),
                exposure.getFindingId(),
                exposure.getRuleId(),
                from,
                gone ? exposure.getLastSeen().toEpochMilli() : Long.MAX_VALUE));
        next.sort(Comparator.comparingLong(Span::from).thenComparing(Span::exposureId));
        return new ObjectLedger(
                next.size() <= MAX_EXPOSURES ? next : new ArrayList<>(next.subList(0, MAX_EXPOSURES)),
                reads,
                ingestedAt);
    }

    ObjectLedger read(Use use, long ingested) {
        List<Use> next = new ArrayList<>(reads.size() + 1);
        List<Use> same = new ArrayList<>(List.of(use));
        for (Use known : reads) {
            (sameDay(known, use) ? same : next).add(known);
        }
        same.sort(Use.OLDEST_FIRST);
        Use first = same.getFirst();
        long lastHour = hour(same.getLast());
        next.add(first);
        if (hour(first) < lastHour) {
            next.add(same.stream()
                    .filter(known -> hour(known) == lastHour)
                    .findFirst()
                    .orElseThrow());
        }
        next.sort(Use.OLDEST_FIRST);
        return new ObjectLedger(
                exposures,
                next.size() <= MAX_READS ? next : new ArrayList<>(next.subList(next.size() - MAX_READS, next.size())),
                Math.max(ingestedAt, ingested));
    }

    private static boolean sameDay(Use one, Use other) {
        return TimeKeys.dayOf(one.at()) == TimeKeys.dayOf(other.at())
                && one.caller().id().equals(other.caller().id());
    }

    private static long hour(Use use) {
        return Math.floorDiv(use.at(), TimeKeys.HOUR);
    }

    boolean holds(long at) {
        return exposures.stream().anyMatch(span -> span.holds(at));
    }

    static final Codec<ObjectLedger> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(ObjectLedger ledger) {
            BinaryOut out =
                    new BinaryOut().version(VERSION).number(ledger.ingestedAt).number(ledger.exposures.size());
            for (Span span : ledger.exposures) {
                out.text(span.exposureId())
                        .text(span.findingId())
                        .text(span.ruleId())
                        .number(span.from())
                        .number(span.until());
            }
            Use.writeAll(ledger.reads, out);
            return out.bytes();
        }

        @Override
        public ObjectLedger decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            long ingestedAt = in.number();
            List<Span> exposures = in.list(() -> new Span(in.text(), in.text(), in.text(), in.number(), in.number()));
            return new ObjectLedger(exposures, Use.readAll(in), ingestedAt);
        }
    };
}
