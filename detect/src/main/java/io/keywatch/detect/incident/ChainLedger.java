package io.keywatch.detect.incident;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import io.keywatch.schemas.v1.KeyIssue;
import io.keywatch.schemas.v1.Lead;
import io.keywatch.schemas.v1.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one access key: who obtained it, and what was signalled of its holder.
 *
 * @param signals what must move when the issue comes after them
 * @param touched newest event time, epoch milliseconds
 */
record ChainLedger(@Nullable KeyIssue issue, List<Signal> signals, long touched) {
    static final ChainLedger EMPTY = new ChainLedger(null, List.of(), Long.MIN_VALUE);

    /** More would tell no other story; the ones of least risk are not moved then. */
    static final int MAX_SIGNALS = 64;

    private static final Comparator<Signal> GRAVEST_FIRST =
            Comparator.comparingInt(Signal::getRisk).reversed().thenComparing(Leads.OLDEST_FIRST);

    /** Of several calls that name the same key, which cannot be, the earliest counts. */
    ChainLedger issued(KeyIssue next) {
        boolean better = issue == null
                || Comparator.comparing(KeyIssue::getAt)
                                .thenComparing(KeyIssue::getEventId)
                                .compare(next, issue)
                        < 0;
        return better
                ? new ChainLedger(next, signals, Math.max(touched, next.getAt().toEpochMilli()))
                : this;
    }

    @Nullable
    Signal find(Signal signal) {
        for (Signal known : signals) {
            if (Leads.replaces(signal, known)) {
                return known;
            }
        }
        return null;
    }

    ChainLedger with(Signal signal) {
        List<Signal> next = others(signal);
        next.add(signal);
        if (next.size() > MAX_SIGNALS) {
            next.sort(GRAVEST_FIRST);
            next.removeLast();
        }
        return new ChainLedger(issue, next, Math.max(touched, signal.getAt().toEpochMilli()));
    }

    ChainLedger without(Signal signal) {
        return new ChainLedger(issue, others(signal), touched);
    }

    private List<Signal> others(Signal signal) {
        List<Signal> others = new ArrayList<>(signals);
        others.removeIf(known -> Leads.replaces(signal, known));
        return others;
    }

    static Codec<ChainLedger> codec(Codec<Lead> leads) {
        return new Codec<>() {
            private static final int VERSION = 1;

            @Override
            public byte[] encode(ChainLedger ledger) {
                BinaryOut out = new BinaryOut().version(VERSION).number(ledger.touched);
                out.number(ledger.issue == null ? 0 : 1);
                if (ledger.issue != null) {
                    out.block(leads.encode(Leads.of(ledger.issue)));
                }
                Leads.writeAll(ledger.signals, leads, out);
                return out.bytes();
            }

            @Override
            public ChainLedger decode(byte[] bytes) {
                BinaryIn in = new BinaryIn(bytes);
                in.version(VERSION);
                long touched = in.number();
                KeyIssue issue =
                        in.number() == 0 ? null : leads.decode(in.block()).getIssue();
                return new ChainLedger(issue, Leads.readAll(leads, in), touched);
            }
        };
    }
}
