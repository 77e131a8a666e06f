package io.keywatch.detect.correlate;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.call.Params;
import io.keywatch.detect.call.ResourceNames;
import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.correlate.GrantLedger.Grant;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Stage;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.rule.Wording;
import io.keywatch.detect.state.Rounds;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A policy was widened and the new grantee then read what it had never read. That is how every deployment goes, so it is
 * only noted; it alerts when whoever widened the policy is who reads: a right given to oneself. One finding a grantee
 * and day.
 */
final class WidenedThenRead implements Join {
    static final RuleSpec RULE = RuleSpec.access(
                    "access.widened-then-read", "D7", "Secret read for the first time after a policy was widened")
            .severity(Severity.INFORMATIONAL)
            .confidence(0.6)
            .stage(Stage.ESCALATION)
            .attack(Technique.ADDITIONAL_ROLES, Technique.CLOUD_SECRETS)
            .nist(Controls.POLICY_WIDENED)
            .baseline("a right is given by one and used by another")
            .deviation("first read after {change} by {by}; the same person: {same}")
            .says("{by} widened what {actor} may read ({change}), which then read {distinct} secrets for the first "
                    + "time, first at {from} from {ip}; the same person: {same}.");

    private static final long MEMORY = 2 * TimeKeys.DAY;

    private final long within;
    private final Table<GrantLedger> ledgers;
    private final Episodes episodes;
    private final Rounds<GrantLedger> rounds;

    WidenedThenRead(JoinSettings settings, Table<GrantLedger> ledgers, Episodes episodes) {
        this.within = settings.widenedWithin().toMillis();
        this.ledgers = ledgers;
        this.rounds = new Rounds<>(ledgers);
        this.episodes = episodes;
    }

    @Override
    public boolean concerns(String joinKey) {
        return joinKey.startsWith(Clue.GRANTEE);
    }

    @Override
    public void observe(String joinKey, Clue clue, Consumer<Finding> out) {
        String grantee = joinKey.substring(Clue.GRANTEE.length());
        GrantLedger known = ledgers.get(grantee);
        GrantLedger ledger = known == null ? GrantLedger.EMPTY : known;
        long day;
        switch (clue) {
            case Clue.Call(var call) -> {
                ledger = ledger.granted(new Grant(Use.lean(Sighting.of(call)), onlySecret(call)));
                day = TimeKeys.dayOf(call.getEventTime().toEpochMilli());
            }
            case Clue.Read(var read) -> {
                ledger = ledger.read(read);
                day = TimeKeys.dayOf(read.use().at());
            }
            default -> {
                return;
            }
        }
        ledgers.put(grantee, ledger);
        tell(grantee, ledger, day, out);
        tell(grantee, ledger, day + 1, out);
    }

    @Override
    public void forget(long now, int limit) {
        rounds.forget(now, limit, ledger -> ledger.lastTouched() < now - MEMORY);
    }

    private void tell(String grantee, GrantLedger ledger, long day, Consumer<Finding> out) {
        List<FirstRead> told = new ArrayList<>();
        Grant cause = null;
        boolean same = false;
        for (FirstRead read : ledger.reads()) {
            if (TimeKeys.dayOf(read.use().at()) != day) {
                continue;
            }
            Grant grant = before(read, ledger);
            if (grant == null) {
                continue;
            }
            told.add(read);
            boolean sameHere = samePerson(grant.use().caller(), read.use().caller());
            cause = cause == null || (sameHere && !same) ? grant : cause;
            same |= sameHere;
        }
        if (cause == null) {
            return;
        }
        FirstRead first = told.getFirst();
        List<Evidence> evidence = new ArrayList<>(List.of(cause.use().evidence()));
        told.forEach(read -> evidence.add(Evidence.newBuilder(read.use().evidence())
                .setResource(read.secret())
                .build()));
        TreeSet<String> secrets = new TreeSet<>();
        told.forEach(read -> secrets.add(read.secret()));
        String id = FindingIds.anomaly(RULE.id(), grantee, "", Instant.ofEpochMilli(day * TimeKeys.DAY));
        Finding finding = Parts.of(RULE, id)
                .severity(same ? Severity.MEDIUM : Severity.INFORMATIONAL)
                .count(told.size())
                .evidence(evidence.stream().limit(20).toList())
                .resources(secrets.stream()
                        .map(secret -> ResourceRef.newBuilder()
                                .setArn(secret)
                                .setAccountId(first.use().caller().trailAccount())
                                .build())
                        .toList())
                .fact("by", Wording.shortName(cause.use().caller().id()))
                .fact("change", cause.use().action())
                .fact("same", same ? "yes" : "no")
                .by(
                        first.use().caller(),
                        first.use().at(),
                        told.getLast().use().at(),
                        first.use().at(),
                        told.stream().mapToLong(FirstRead::ingestedAt).max().orElse(0));
        episodes.replace(RULE, day, finding, out);
    }

    /** The last grant before the read, one given by the reader to itself before others. */
    private @Nullable Grant before(FirstRead read, GrantLedger ledger) {
        Grant found = null;
        for (Grant grant : ledger.grants()) {
            long later = read.use().at() - grant.use().at();
            boolean fits = later >= 0
                    && later <= within
                    && (grant.secret() == null || grant.secret().equals(read.secret()));
            boolean better = found == null
                    || !samePerson(found.use().caller(), read.use().caller())
                    || samePerson(grant.use().caller(), read.use().caller());
            found = fits && better ? grant : found;
        }
        return found;
    }

    /** The same principal, or a user whose name the reading session bears. Names of machines' sessions prove nothing. */
    private static boolean samePerson(Caller grantor, Caller reader) {
        if (grantor.id().equals(reader.id())) {
            return true;
        }
        String one = person(grantor);
        return one != null && one.equals(person(reader));
    }

    private static @Nullable String person(Caller caller) {
        String name = caller.type() == PrincipalType.IAM_USER
                ? caller.id().substring(caller.id().lastIndexOf('/') + 1)
                : caller.sessionName();
        if (name == null || (caller.type() != PrincipalType.IAM_USER && name.indexOf('@') <= 0)) {
            return null;
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private static @Nullable String onlySecret(ApiCall call) {
        String id = call.getEventSource().startsWith("secretsmanager.") ? Params.text(call, "secretId") : null;
        return id == null ? null : ResourceNames.secret(call, id);
    }
}
