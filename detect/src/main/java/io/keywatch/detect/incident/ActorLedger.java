package io.keywatch.detect.incident;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import io.keywatch.schemas.v1.Lead;
import io.keywatch.schemas.v1.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What was signalled of one actor.
 *
 * @param signals of the last days, oldest first
 * @param habits what it did on the days before
 * @param settledUntil end of the last incident that can no longer change; epoch milliseconds
 * @param raised incidents that are open, as {@code day|finding id}
 */
record ActorLedger(List<Signal> signals, Habits habits, long settledUntil, List<String> raised) {
    static final ActorLedger EMPTY = new ActorLedger(List.of(), Habits.NONE, Long.MIN_VALUE, List.of());

    static final int MAX_SIGNALS = 128;

    /** Of one weak kind and day: the actor may have used as many keys. */
    static final int MAX_ALIKE = 3;

    /** A window before an incident, the incident, and a day for what comes late. */
    private static final long SPAN = 3 * TimeKeys.DAY;

    private static final Comparator<Signal> GRAVEST_FIRST =
            Comparator.comparingInt(Signal::getRisk).reversed().thenComparing(Leads.OLDEST_FIRST);

    ActorLedger with(Signal signal) {
        List<Signal> next = others(signal);
        next.add(signal);
        next.sort(Leads.OLDEST_FIRST);
        if (Recon.of(signal.getKind()) != null) {
            List<Signal> alike =
                    next.stream().filter(known -> alike(known, signal)).toList();
            alike.stream().skip(MAX_ALIKE).forEach(next::remove);
        }
        if (next.size() > MAX_SIGNALS) {
            next.stream().sorted(GRAVEST_FIRST).skip(MAX_SIGNALS).toList().forEach(next::remove);
        }
        return new ActorLedger(next, habits, settledUntil, raised);
    }

    ActorLedger without(Signal signal) {
        return new ActorLedger(others(signal), habits, settledUntil, raised);
    }

    ActorLedger raised(List<String> incidents) {
        return new ActorLedger(signals, habits, settledUntil, incidents);
    }

    /** Turns what is over into habits. What belongs to an incident stays until the incident is over. */
    ActorLedger settled(List<Incident> incidents) {
        long oldest = signals.isEmpty() ? Long.MIN_VALUE : at(signals.getLast()) - SPAN;
        if (signals.isEmpty() || at(signals.getFirst()) >= oldest) {
            return this;
        }
        List<Signal> kept = new ArrayList<>(signals);
        Habits learned = habits;
        long settled = settledUntil;
        for (Incident incident : incidents) {
            if (incident.end() < oldest) {
                settled = Math.max(settled, incident.end());
            }
        }
        for (Signal signal : signals) {
            boolean running = incidents.stream()
                    .anyMatch(incident ->
                            incident.end() >= oldest && incident.members().contains(signal));
            if (at(signal) < oldest && !running) {
                kept.remove(signal);
                learned = learned.with(signal);
            }
        }
        return new ActorLedger(kept, learned, settled, raised);
    }

    long newest() {
        return signals.isEmpty() ? Long.MIN_VALUE : at(signals.getLast());
    }

    static long at(Signal signal) {
        return signal.getAt().toEpochMilli();
    }

    private static boolean alike(Signal one, Signal other) {
        return one.getKind().equals(other.getKind()) && TimeKeys.dayOf(at(one)) == TimeKeys.dayOf(at(other));
    }

    private List<Signal> others(Signal signal) {
        List<Signal> others = new ArrayList<>(signals);
        others.removeIf(known -> Leads.replaces(signal, known) && known.getVia().equals(signal.getVia()));
        return others;
    }

    static Codec<ActorLedger> codec(Codec<Lead> leads) {
        return new Codec<>() {
            private static final int VERSION = 1;

            @Override
            public byte[] encode(ActorLedger ledger) {
                BinaryOut out = new BinaryOut().version(VERSION).number(ledger.settledUntil);
                ledger.habits.write(out);
                out.number(ledger.raised.size());
                ledger.raised.forEach(out::text);
                Leads.writeAll(ledger.signals, leads, out);
                return out.bytes();
            }

            @Override
            public ActorLedger decode(byte[] bytes) {
                BinaryIn in = new BinaryIn(bytes);
                in.version(VERSION);
                long settledUntil = in.number();
                Habits habits = Habits.read(in);
                List<String> raised = in.list(in::text);
                return new ActorLedger(Leads.readAll(leads, in), habits, settledUntil, raised);
            }
        };
    }
}
