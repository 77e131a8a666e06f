package io.keywatch.detect.correlate;

import io.keywatch.detect.call.Params;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.state.Rounds;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * A secret is read in a region that it was replicated to, by a principal that never read anything there. A fail-over and
 * a roll-out look the same, so it is noted and pages nobody. One finding a secret, principal and day.
 */
final class ReplicaReads implements Join {
    static final RuleSpec RULE = RuleSpec.access(
                    "access.replica-read", "D7", "Replica of a secret read by a stranger to its region")
            .severity(Severity.LOW)
            .confidence(0.5)
            .attack(Technique.CLOUD_SECRETS, Technique.VALID_CLOUD_ACCOUNT)
            .nist(Controls.REPLICATION)
            .baseline("known for {daysKnown} days, it has read nothing in {replica} before")
            .deviation("replicated there at {replicatedAt}, first read at {from}")
            .says("{actor} read {resource} from {ip} in {replica}, where it was replicated at {replicatedAt} and where "
                    + "this principal, known for {daysKnown} days, had never read anything.");

    /** On its first day a principal has never read anything anywhere. */
    private final long daysKnown;

    private final Table<ReplicaLedger> ledgers;
    private final Episodes episodes;
    private final Rounds<ReplicaLedger> rounds;

    ReplicaReads(JoinSettings settings, Table<ReplicaLedger> ledgers, Episodes episodes) {
        this.daysKnown = settings.replicaDaysKnown();
        this.ledgers = ledgers;
        this.rounds = new Rounds<>(ledgers);
        this.episodes = episodes;
    }

    @Override
    public boolean concerns(String joinKey) {
        return joinKey.startsWith(Clue.REPLICA);
    }

    @Override
    public void observe(String joinKey, Clue clue, Consumer<Finding> out) {
        ReplicaLedger known = ledgers.get(joinKey);
        ReplicaLedger ledger = known == null ? ReplicaLedger.EMPTY : known;
        long at;
        switch (clue) {
            case Clue.Call(var call) -> {
                at = call.getEventTime().toEpochMilli();
                for (String region : Params.matching(call, "addReplicaRegions", ".region")) {
                    ledger = ledger.replicated(region, call.getEventTime().toEpochMilli());
                }
            }
            case Clue.Read(var read) -> {
                at = read.use().at();
                ledger = ledger.read(read);
            }
            default -> {
                return;
            }
        }
        ledgers.put(joinKey, ledger);
        for (FirstRead read : ledger.reads()) {
            // findings of days gone by are not kept: what was said of them stays
            if (Math.abs(read.use().at() - at) <= TimeKeys.DAY) {
                tell(ledger, read, out);
            }
        }
    }

    /** A secret's replicas are kept; of others only what was read of late. */
    @Override
    public void forget(long now, int limit) {
        rounds.forget(
                now,
                limit,
                ledger -> ledger.regions().isEmpty()
                        && ledger.reads().getLast().use().at() < now - 2 * TimeKeys.DAY);
    }

    private void tell(ReplicaLedger ledger, FirstRead read, Consumer<Finding> out) {
        Use use = read.use();
        Long replicated = ledger.regions().get(use.caller().region());
        if (replicated == null || replicated > use.at() || read.daysKnown() < daysKnown) {
            return;
        }
        long day = TimeKeys.dayOf(use.at());
        String id = FindingIds.anomaly(
                RULE.id(), use.caller().id(), read.secret(), Instant.ofEpochMilli(day * TimeKeys.DAY));
        if (episodes.find(day, id) != null) {
            return;
        }
        Finding finding = Parts.of(RULE, id)
                .evidence(List.of(use.evidence()))
                .resources(List.of(ResourceRef.newBuilder()
                        .setArn(read.secret())
                        .setAccountId(use.caller().trailAccount())
                        .build()))
                .fact("replica", use.caller().region())
                .fact("daysKnown", Long.toString(read.daysKnown()))
                .fact("replicatedAt", Instant.ofEpochMilli(replicated).toString())
                .by(use.caller(), use.at(), use.at(), use.at(), read.ingestedAt());
        episodes.replace(RULE, day, finding, out);
    }
}
