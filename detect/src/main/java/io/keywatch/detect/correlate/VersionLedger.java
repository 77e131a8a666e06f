package io.keywatch.detect.correlate;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * How the versions of one secret went and who read an old one: about 120 bytes a change, 220 a read; at most
 * {@link #MAX_CHANGES} and {@link #MAX_READS}.
 */
record VersionLedger(List<Change> changes, List<OldRead> reads) {
    static final VersionLedger EMPTY = new VersionLedger(List.of(), List.of());
    static final int MAX_CHANGES = 16;
    static final int MAX_READS = 32;

    /**
     * @param version that became current; empty where it is not told
     * @param by who wrote it
     */
    record Change(long at, String eventId, String version, String by) {}

    /** @param version stage or id that was asked for */
    record OldRead(Use use, String version, long ingestedAt) {}

    VersionLedger changed(Change change) {
        return new VersionLedger(
                newest(
                        changes,
                        change,
                        Change::eventId,
                        Comparator.comparingLong(Change::at).thenComparing(Change::eventId),
                        MAX_CHANGES),
                reads);
    }

    VersionLedger read(OldRead read) {
        return new VersionLedger(
                changes,
                newest(
                        reads,
                        read,
                        of -> of.use().eventId(),
                        Comparator.comparing(OldRead::use, Use.OLDEST_FIRST),
                        MAX_READS));
    }

    private static <T> List<T> newest(
            List<T> entries, T entry, Function<T, String> id, Comparator<T> oldestFirst, int limit) {
        if (entries.stream().anyMatch(known -> id.apply(known).equals(id.apply(entry)))) {
            return entries;
        }
        List<T> next = new ArrayList<>(entries);
        next.add(entry);
        next.sort(oldestFirst);
        return next.size() <= limit ? next : new ArrayList<>(next.subList(next.size() - limit, next.size()));
    }

    static final Codec<VersionLedger> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(VersionLedger ledger) {
            BinaryOut out = new BinaryOut().version(VERSION).number(ledger.changes.size());
            for (Change change : ledger.changes) {
                out.number(change.at())
                        .text(change.eventId())
                        .text(change.version())
                        .text(change.by());
            }
            out.number(ledger.reads.size());
            for (OldRead read : ledger.reads) {
                out.text(read.version()).number(read.ingestedAt());
                read.use().write(out);
            }
            return out.bytes();
        }

        @Override
        public VersionLedger decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            List<Change> changes = in.list(() -> new Change(in.number(), in.text(), in.text(), in.text()));
            List<OldRead> reads = in.list(() -> {
                String version = in.text();
                long ingestedAt = in.number();
                return new OldRead(Use.read(in), version, ingestedAt);
            });
            return new VersionLedger(changes, reads);
        }
    };
}
