package io.keywatch.detect.correlate;

import io.keywatch.detect.call.Params;
import io.keywatch.detect.call.ResourceNames;
import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.correlate.ReplicationLedger.Replicated;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Stage;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * A secret is replicated to a region to which its account has never replicated one, or nobody in the organisation has.
 * What goes where others went before is how things are done. One finding an account and region, for good.
 */
final class NewReplicaRegions implements Join {
    static final RuleSpec RULE = RuleSpec.access("access.secret-replicated", "D8", "Secret replicated to a new region")
            .severity(Severity.MEDIUM)
            .confidence(0.5)
            .stage(Stage.EXFILTRATION)
            .attack(Technique.CLOUD_SECRETS)
            .nist(Controls.REPLICATION)
            .baseline("{nobody} had replicated a secret to {region} before")
            .deviation("{distinct} secrets replicated to {region} within a day, first at {from}")
            .says(
                    "{actor} replicated {resource} to {region} from {ip}, to which {nobody} had replicated a secret before; "
                            + "readers there are watched less.");

    /** Replications are rare, and whether one is the first is known where all of them are. */
    static final String KEY = "replications";

    private final Table<ReplicationLedger> ledgers;
    private final Episodes episodes;

    NewReplicaRegions(Table<ReplicationLedger> ledgers, Episodes episodes) {
        this.ledgers = ledgers;
        this.episodes = episodes;
    }

    @Override
    public boolean concerns(String joinKey) {
        return joinKey.equals(KEY);
    }

    @Override
    public void observe(String joinKey, Clue clue, Consumer<Finding> out) {
        if (!(clue instanceof Clue.Call(ApiCall call))) {
            return;
        }
        String id = Params.firstOf(call, "secretId", "name");
        if (id == null) {
            return;
        }
        Sighting sighting = Sighting.of(call);
        Replicated replicated =
                new Replicated(Use.lean(sighting), ResourceNames.secret(call, id), sighting.ingestedAt());
        for (String region : Params.matching(call, "addReplicaRegions", ".region")) {
            observe(region, replicated, out);
        }
    }

    private void observe(String region, Replicated replicated, Consumer<Finding> out) {
        ReplicationLedger everybody = at(region);
        ReplicationLedger next = everybody.with(replicated, 1);
        if (!next.equals(everybody)) {
            ledgers.put(region, next);
        }
        String account = replicated.account();
        ReplicationLedger own = at(key(region, account));
        ReplicationLedger nextOwn = own.with(replicated, ReplicationLedger.MAX_FIRST);
        if (!nextOwn.equals(own)) {
            ledgers.put(key(region, account), nextOwn);
            tell(region, account, out);
        }
        // who seemed to be the first of all was not
        if (!next.equals(everybody) && !everybody.first().isEmpty()) {
            String before = everybody.first().getFirst().account();
            if (!before.equals(account)) {
                tell(region, before, out);
            }
        }
    }

    /** A region that was once replicated to never becomes new again: a row an account and region at most. */
    @Override
    public void forget(long now, int limit) {}

    private void tell(String region, String account, Consumer<Finding> out) {
        List<Replicated> told = at(key(region, account)).first();
        boolean firstOfAll = at(region).first().getFirst().account().equals(account);
        Use first = told.getFirst().use();
        Finding finding = Parts.of(RULE, FindingIds.anomaly(RULE.id(), account, region, Instant.EPOCH))
                .severity(firstOfAll ? Severity.MEDIUM : Severity.LOW)
                .count(told.size())
                .evidence(told.stream()
                        .limit(20)
                        .map(replicated -> replicated.use().evidence())
                        .toList())
                .resources(told.stream()
                        .map(Replicated::secret)
                        .distinct()
                        .map(secret -> ResourceRef.newBuilder()
                                .setArn(secret)
                                .setAccountId(account)
                                .build())
                        .toList())
                .fact("region", region)
                .fact("nobody", firstOfAll ? "nobody" : "nobody in its account")
                .by(
                        first.caller(),
                        first.at(),
                        told.getLast().use().at(),
                        first.at(),
                        told.stream().mapToLong(Replicated::ingestedAt).max().orElse(0));
        episodes.replace(RULE, Episodes.NO_DAY, finding, out);
    }

    private ReplicationLedger at(String key) {
        ReplicationLedger known = ledgers.get(key);
        return known == null ? ReplicationLedger.EMPTY : known;
    }

    private static String key(String region, String account) {
        return region + "|" + account;
    }
}
