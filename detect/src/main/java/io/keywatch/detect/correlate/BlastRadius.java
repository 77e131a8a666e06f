package io.keywatch.detect.correlate;

import io.keywatch.detect.call.Sighting;
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
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who has read an object while a secret stood in it: the blast radius of an exposure, also when a later rule finds the
 * secret in what was read before. A list for whoever revokes, and no alert, unless somebody outside has read it. One
 * finding an object.
 */
final class BlastRadius implements Join {
    static final RuleSpec RULE = RuleSpec.access(
                    "access.exposed-object-read", "D7", "Object with a secret in it was read")
            .severity(Severity.LOW)
            .confidence(0.9)
            .attack(Technique.CREDENTIALS_IN_FILES, Technique.DATA_FROM_CLOUD_STORAGE)
            .nist(Controls.SECRET_IN_CONTENT)
            .baseline("nobody reads a secret out of content")
            .deviation("{readers} readers while it stood there, {outside} from outside the account")
            .says("{readers} principals read {resource} while a secret stood in it, first {actor} from {ip} at {from}; "
                    + "from outside the account: {outside}.");

    /** Reads of what nobody knows to be exposed: long enough for a new rule to be rolled out, short for the disk. */
    static final long UNEXPOSED_MEMORY = 7 * TimeKeys.DAY;

    static final long MEMORY = 90 * TimeKeys.DAY;

    private final Table<ObjectLedger> ledgers;
    private final Episodes episodes;
    private final Set<String> ownRoles;
    private final Rounds<ObjectLedger> rounds;

    BlastRadius(Table<ObjectLedger> ledgers, Episodes episodes, Set<String> ownRoles) {
        this.ledgers = ledgers;
        this.rounds = new Rounds<>(ledgers);
        this.episodes = episodes;
        this.ownRoles = ownRoles;
    }

    @Override
    public boolean concerns(String joinKey) {
        return joinKey.startsWith(Clue.OBJECT);
    }

    @Override
    public void observe(String joinKey, Clue clue, Consumer<Finding> out) {
        String object = joinKey.substring(Clue.OBJECT.length());
        ObjectLedger known = ledgers.get(object);
        ObjectLedger ledger = known == null ? ObjectLedger.EMPTY : known;
        switch (clue) {
            case Clue.Exposed(var exposure) -> ledger = ledger.exposed(exposure);
            case Clue.Call(var call) -> {
                Sighting sighting = Sighting.of(call);
                if (ownRoles.contains(sighting.caller().id())) {
                    return;
                }
                ledger = ledger.read(Use.lean(sighting), sighting.ingestedAt());
            }
            default -> {
                return;
            }
        }
        ledgers.put(object, ledger);
        tell(object, ledger, out);
    }

    @Override
    public void forget(long now, int limit) {
        rounds.forget(now, limit, ledger -> {
            long memory = ledger.exposures().isEmpty() ? UNEXPOSED_MEMORY : MEMORY;
            return ledger.reads().isEmpty()
                    ? ledger.exposures().stream().allMatch(span -> span.until() < now - memory)
                    : ledger.reads().getLast().at() < now - memory;
        });
    }

    private void tell(String object, ObjectLedger ledger, Consumer<Finding> out) {
        List<Use> told =
                ledger.reads().stream().filter(use -> ledger.holds(use.at())).toList();
        if (told.isEmpty()) {
            return;
        }
        List<Use> outside = told.stream().filter(BlastRadius::fromOutside).toList();
        Use first = outside.isEmpty() ? told.getFirst() : outside.getFirst();
        Finding finding = Parts.of(RULE, FindingIds.anomaly(RULE.id(), object, "", Instant.EPOCH))
                .severity(outside.isEmpty() ? Severity.LOW : Severity.HIGH)
                .count(told.size())
                .evidence(told.stream().limit(20).map(Use::evidence).toList())
                .resources(List.of(ResourceRef.newBuilder()
                        .setArn("arn:aws:s3:::" + object)
                        .setAccountId(first.caller().trailAccount())
                        .build()))
                .related(ledger.exposures().stream()
                        .map(ObjectLedger.Span::findingId)
                        .distinct()
                        .sorted()
                        .toList())
                .fact("readers", Long.toString(distinct(told)))
                .fact("outside", Long.toString(distinct(outside)))
                .by(
                        first.caller(),
                        told.getFirst().at(),
                        told.getLast().at(),
                        told.getFirst().at(),
                        ledger.ingestedAt());
        episodes.replace(RULE, Episodes.NO_DAY, finding, out);
    }

    /** Nobody in particular, or somebody of another account than the bucket's. */
    private static boolean fromOutside(Use use) {
        return use.caller().type() == PrincipalType.ANONYMOUS
                || (use.caller().accountId() != null
                        && !use.caller().accountId().equals(use.caller().trailAccount()));
    }

    private static long distinct(List<Use> uses) {
        return uses.stream().map(use -> use.caller().id()).distinct().count();
    }
}
