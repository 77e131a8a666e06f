package io.keywatch.detect.incident;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.state.Rounds;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.v1.KeyIssue;
import io.keywatch.schemas.v1.Lead;
import io.keywatch.schemas.v1.Signal;
import java.util.function.BiConsumer;

/**
 * Passes a signal from the key that was used to the key that obtained it, one hop at a time, until nobody is known to
 * have obtained the key: its holder then is the actor. A signal that came before the call that issued its key is taken
 * back from whom it was given to, and moves on.
 */
final class Chains {
    /** A person, a hub role, a workload role and one to spare. */
    static final int MAX_HOPS = 4;

    /** Sessions end after 12 hours, those of GetSessionToken after 36; and half a day for what comes late. */
    static final long MEMORY = 48 * TimeKeys.HOUR;

    private final Table<ChainLedger> ledgers;
    private final Rounds<ChainLedger> rounds;

    Chains(Table<ChainLedger> ledgers) {
        this.ledgers = ledgers;
        this.rounds = new Rounds<>(ledgers);
    }

    void observe(String key, Lead lead, BiConsumer<String, Lead> out) {
        ChainLedger known = ledgers.get(key);
        ChainLedger ledger = known == null ? ChainLedger.EMPTY : known;
        if (lead.getIssue() != null) {
            ledger = issued(key, ledger, lead.getIssue(), out);
        }
        if (lead.getSignal() != null) {
            ledger = signalled(key, ledger, lead.getSignal(), out);
        }
        if (!ledger.equals(known)) {
            ledgers.put(key, ledger);
        }
    }

    /** Drops keys that have been quiet for long; a part of the store each time. */
    void forget(long now, int limit) {
        rounds.forget(now, limit, ledger -> ledger.touched() < now - MEMORY);
    }

    private static ChainLedger issued(String key, ChainLedger ledger, KeyIssue issue, BiConsumer<String, Lead> out) {
        ChainLedger next = ledger.issued(issue);
        if (!next.equals(ledger)) {
            for (Signal signal : ledger.signals()) {
                send(key, ledger, Leads.withdrawn(signal), out);
                send(key, next, signal, out);
            }
        }
        return next;
    }

    private static ChainLedger signalled(String key, ChainLedger ledger, Signal signal, BiConsumer<String, Lead> out) {
        if (signal.getWithdrawn()) {
            send(key, ledger, signal, out);
            return ledger.without(signal);
        }
        Signal held = ledger.find(signal);
        Signal merged = Leads.merged(held, signal);
        if (Leads.same(held, merged)) {
            return ledger;
        }
        send(key, ledger, merged, out);
        return ledger.with(merged);
    }

    private static void send(String key, ChainLedger ledger, Signal signal, BiConsumer<String, Lead> out) {
        KeyIssue issue = ledger.issue();
        if (issue == null || signal.getPath().size() >= MAX_HOPS) {
            out.accept(Leads.ACTOR + Leads.holder(signal).getId(), Leads.of(Leads.rooted(signal, key)));
            return;
        }
        Signal up = Leads.passedUp(signal, issue);
        String obtainedWith = issue.getBy().getAccessKeyId();
        if (obtainedWith == null) {
            out.accept(Leads.ACTOR + issue.getBy().getId(), Leads.of(Leads.rooted(up, key)));
        } else {
            out.accept(Leads.KEY + obtainedWith, Leads.of(up));
        }
    }
}
