package io.keywatch.detect.correlate;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * To which regions one secret was replicated, and who read it where they had never read anything: 30 bytes a region, 350
 * a read, at most {@link #MAX_READS}.
 *
 * @param regions earliest replication, epoch milliseconds
 */
record ReplicaLedger(Map<String, Long> regions, List<FirstRead> reads) {
    static final ReplicaLedger EMPTY = new ReplicaLedger(Map.of(), List.of());
    static final int MAX_READS = 32;

    ReplicaLedger replicated(String region, long at) {
        TreeMap<String, Long> next = new TreeMap<>(regions);
        next.merge(region, at, Math::min);
        return new ReplicaLedger(next, reads);
    }

    ReplicaLedger read(FirstRead read) {
        if (reads.contains(read)) {
            return this;
        }
        List<FirstRead> next = new ArrayList<>(reads);
        next.add(read);
        next.sort(Comparator.comparing(FirstRead::use, Use.OLDEST_FIRST));
        return new ReplicaLedger(
                regions,
                next.size() <= MAX_READS ? next : new ArrayList<>(next.subList(next.size() - MAX_READS, next.size())));
    }

    static final Codec<ReplicaLedger> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(ReplicaLedger ledger) {
            BinaryOut out = new BinaryOut().version(VERSION).number(ledger.regions.size());
            new TreeMap<>(ledger.regions)
                    .forEach((region, at) -> out.text(region).number(at));
            out.number(ledger.reads.size());
            ledger.reads.forEach(read -> read.write(out));
            return out.bytes();
        }

        @Override
        public ReplicaLedger decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            TreeMap<String, Long> regions = new TreeMap<>();
            for (int left = in.size(); left > 0; left--) {
                String region = in.text();
                regions.put(region, in.number());
            }
            List<FirstRead> reads = in.list(() -> FirstRead.read(in));
            return new ReplicaLedger(regions, reads);
        }
    };
}
