package io.keywatch.detect.incident;

import io.keywatch.detect.call.EventClock;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.KeyIssue;
import io.keywatch.schemas.v1.Lead;
import io.keywatch.schemas.v1.Signal;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * D9: leads go in by access key, move on to the key that obtained it, and end as incidents of whoever began. All leads of
 * one key must come to the same desk; it sends on by the same kind of key.
 *
 * <p>The same calls in another order, late or twice, end in the same incidents; one that was raised before a late call
 * showed whose signals they are ends resolved. Not thread-safe; called on the thread that owns its tables.
 */
public final class IncidentDesk {
    private static final long SWEEP_INTERVAL = TimeKeys.HOUR / 12;
    private static final int SWEEP_AT_ONCE = 1_000;

    /** An incident and all in it that is kept to work it out anew. */
    private static final long FINDING_DAYS = 6;

    private final Chains chains;
    private final Incidents incidents;
    private final Episodes episodes;
    private final EventClock clock = new EventClock();
    private long sweptAt = Long.MIN_VALUE;

    /** The desk's memory. */
    public record Memory(
            TableSpec<ChainLedger> chains,
            TableSpec<ActorLedger> actors,
            TableSpec<Finding> findings,
            TableSpec<Boolean> unpublished) {

        public static Memory specs(Codec<Lead> leads, Codec<Finding> findings) {
            return new Memory(
                    new TableSpec<>("incident-chains", ChainLedger.codec(leads)),
                    new TableSpec<>("incident-actors", ActorLedger.codec(leads)),
                    new TableSpec<>("incident-findings", findings),
                    new TableSpec<>("incident-unpublished", Codec.MARK));
        }

        public List<TableSpec<?>> all() {
            return List.of(chains, actors, findings, unpublished);
        }
    }

    /**
     * @param rules whose findings may be members
     * @param bar risk from which they are an incident
     */
    public IncidentDesk(Collection<RuleSpec> rules, int bar, Memory memory, Tables tables) {
        this.episodes = new Episodes(tables.open(memory.findings()), tables.open(memory.unpublished()));
        this.chains = new Chains(tables.open(memory.chains()));
        this.incidents = new Incidents(tables.open(memory.actors()), episodes, new Weighing(rules, bar));
    }

    public static List<RuleSpec> rules() {
        return List.of(Story.RULE);
    }

    /** @param onward receives leads for the desk of their key, which may be this one */
    public void observe(String key, Lead lead, Consumer<Finding> out, BiConsumer<String, Lead> onward) {
        if (key.startsWith(Leads.KEY)) {
            chains.observe(key.substring(Leads.KEY.length()), lead, onward);
        } else if (key.startsWith(Leads.ACTOR) && lead.getSignal() != null) {
            incidents.observe(key.substring(Leads.ACTOR.length()), lead.getSignal(), out);
        }
        sweep(lead, out);
    }

    public int flush(Consumer<Finding> out) {
        return episodes.flush(out);
    }

    private void sweep(Lead lead, Consumer<Finding> out) {
        Signal signal = lead.getSignal();
        KeyIssue issue = lead.getIssue();
        long now = signal != null
                ? clock.advance(
                        signal.getAt().toEpochMilli(), signal.getIngestedAt().toEpochMilli())
                : issue != null
                        ? clock.advance(
                                issue.getAt().toEpochMilli(),
                                issue.getIngestedAt().toEpochMilli())
                        : clock.now();
        if (now < sweptAt + SWEEP_INTERVAL) {
            return;
        }
        sweptAt = now;
        chains.forget(now, SWEEP_AT_ONCE);
        incidents.forget(now, SWEEP_AT_ONCE);
        episodes.forgetBefore(TimeKeys.dayOf(now) - FINDING_DAYS, SWEEP_AT_ONCE, out);
    }
}
