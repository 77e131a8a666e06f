package io.keywatch.detect.correlate;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The first secrets that were replicated to a region, those of the day that the first of them began: 250 bytes each.
 *
 * @param first oldest first
 */
record ReplicationLedger(List<Replicated> first) {
    static final ReplicationLedger EMPTY = new ReplicationLedger(List.of());

    /** A roll-out to a new region is one story, however many secrets it has. */
    static final int MAX_FIRST = 32;

    record Replicated(Use use, String secret, long ingestedAt) {
        String account() {
            return use.caller().trailAccount();
        }
    }

    private static final Comparator<Replicated> OLDEST_FIRST =
            Comparator.comparing(Replicated::use, Use.OLDEST_FIRST).thenComparing(Replicated::secret);

    /** A function of the set of replications, whatever their order. */
    ReplicationLedger with(Replicated next, int limit) {
        for (Replicated known : first) {
            if (OLDEST_FIRST.compare(known, next) == 0) {
                return this;
            }
        }
        List<Replicated> all = new ArrayList<>(first);
        all.add(next);
        all.sort(OLDEST_FIRST);
        long until = all.getFirst().use().at() + TimeKeys.DAY;
        all.removeIf(replicated -> replicated.use().at() > until);
        List<Replicated> kept = all.size() <= limit ? all : List.copyOf(all.subList(0, limit));
        return new ReplicationLedger(kept);
    }

    static final Codec<ReplicationLedger> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(ReplicationLedger ledger) {
            BinaryOut out = new BinaryOut().version(VERSION).number(ledger.first.size());
            for (Replicated replicated : ledger.first) {
                replicated.use().write(out);
                out.text(replicated.secret()).number(replicated.ingestedAt());
            }
            return out.bytes();
        }

        @Override
        public ReplicationLedger decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            return new ReplicationLedger(in.list(() -> new Replicated(Use.read(in), in.text(), in.number())));
        }
    };
}
