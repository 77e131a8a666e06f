package io.keywatch.detect.correlate;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What surprised about one principal lately, oldest first; one entry a secret, the earliest. */
record SurpriseLedger(List<FirstRead> reads) {
    static final SurpriseLedger EMPTY = new SurpriseLedger(List.of());

    /** Far more than any alert needs. */
    static final int MAX_READS = 128;

    /** With {@code read}, without what is older than {@code span} before the newest. */
    SurpriseLedger with(FirstRead read, long span) {
        List<FirstRead> next = new ArrayList<>(reads.size() + 1);
        FirstRead kept = read;
        for (FirstRead known : reads) {
            if (known.secret().equals(read.secret())) {
                kept = Use.OLDEST_FIRST.compare(known.use(), read.use()) <= 0 ? known : read;
            } else {
                next.add(known);
            }
        }
        next.add(kept);
        next.sort(Comparator.comparing(FirstRead::use, Use.OLDEST_FIRST).thenComparing(FirstRead::secret));
        long oldest = next.getLast().use().at() - span;
        next.removeIf(known -> known.use().at() < oldest);
        return new SurpriseLedger(
                next.size() <= MAX_READS ? next : new ArrayList<>(next.subList(next.size() - MAX_READS, next.size())));
    }

    SurpriseLedger without(String secret) {
        return new SurpriseLedger(
                reads.stream().filter(read -> !read.secret().equals(secret)).toList());
    }

    static final Codec<SurpriseLedger> CODEC = new Codec<>() {
        private static final int VERSION = 2;

        @Override
        public byte[] encode(SurpriseLedger ledger) {
            BinaryOut out = new BinaryOut().version(VERSION).number(ledger.reads.size());
            ledger.reads.forEach(read -> read.write(out));
            return out.bytes();
        }

        @Override
        public SurpriseLedger decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            if (in.version(VERSION) < VERSION) {
                // two days of surprises, weighed by another measure
                return EMPTY;
            }
            return new SurpriseLedger(in.list(() -> FirstRead.read(in)));
        }
    };
}
