package io.keywatch.detect.correlate;

import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.state.Rounds;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * An access key that stands in content is being used. One finding per key, whichever half came first; it resolves when
 * the key is deleted or made inactive after its last use, and reopens when it is used again.
 */
final class ExposedKeyUse {
    static final RuleSpec RULE = RuleSpec.access("access.exposed-key-used", "D7", "Exposed access key is being used")
            .severity(Severity.CRITICAL)
            .confidence(0.95)
            .attack(Technique.VALID_CLOUD_ACCOUNT, Technique.CREDENTIALS_IN_FILES)
            .nist(Controls.EXPOSED_KEY)
            .baseline("a key that stands in content is used by nobody")
            .deviation("{count} uses by address and day, {addresses} addresses; exposed since {exposedSince}")
            .says("Access key {accessKeyId} of {actor} stands in {place} and is used, first from {ip}; "
                    + "uses after it was exposed: {usesAfter}.");

    /** A key that was last used longer ago than this before it was found is not "in use". */
    static final long MEMORY = 90L * 24 * 3_600_000;

    /** Temporary credentials end after 12 hours, 36 for some. */
    static final long TEMPORARY_MEMORY = 48L * 3_600_000;

    private final Table<KeyLedger> ledgers;
    private final Episodes episodes;
    private final Rounds<KeyLedger> rounds;

    ExposedKeyUse(Table<KeyLedger> ledgers, Episodes episodes) {
        this.ledgers = ledgers;
        this.rounds = new Rounds<>(ledgers);
        this.episodes = episodes;
    }

    void observe(String accessKeyId, Clue clue, Consumer<Finding> out) {
        KeyLedger known = ledgers.get(accessKeyId);
        KeyLedger ledger = known == null ? KeyLedger.EMPTY : known;
        KeyLedger next = switch (clue) {
            case Clue.Exposed(var exposure) -> ledger.exposed(exposure);
            case Clue.Used(var use, long ingestedAt) -> ledger.used(use, ingestedAt);
            case Clue.Call(var call) -> called(accessKeyId, ledger, call);
            case Clue.Read _, Clue.Met _, Clue.Left _, Clue.Departed _, Clue.Held _ -> ledger;
        };
        ledgers.put(accessKeyId, next);
        if (!next.places().isEmpty() && !next.uses().isEmpty()) {
            episodes.replace(RULE, Episodes.NO_DAY, finding(accessKeyId, next), out);
        }
    }

    /** Drops keys that are nowhere exposed and have not been used for long; a part of the store each time. */
    void forget(long now, int limit) {
        for (Table.Entry<KeyLedger> entry : rounds.next(now, limit)) {
            long memory = entry.key().startsWith("ASIA") ? TEMPORARY_MEMORY : MEMORY;
            if (entry.value().places().isEmpty() && entry.value().lastTouched() < now - memory) {
                ledgers.delete(entry.key());
            }
        }
    }

    private static KeyLedger called(String accessKeyId, KeyLedger ledger, ApiCall call) {
        long at = call.getEventTime().toEpochMilli();
        long ingested = call.getIngestedAt().toEpochMilli();
        // a key may delete itself: the change is about the parameter, the use about the caller
        boolean about = accessKeyId.equals(call.getParameters().get("accessKeyId"));
        if (about && "DeleteAccessKey".equals(call.getEventName())) {
            return ledger.changed(at, true, ingested);
        }
        if (about && "UpdateAccessKey".equals(call.getEventName())) {
            boolean inactive = "Inactive".equalsIgnoreCase(call.getParameters().get("status"));
            return ledger.changed(at, inactive, ingested);
        }
        return ledger.used(Use.of(Sighting.of(call)), ingested);
    }

    private static Finding finding(String accessKeyId, KeyLedger ledger) {
        long exposed = ledger.places().stream()
                .mapToLong(KeyLedger.Place::firstSeen)
                .min()
                .orElse(0);
        List<Use> uses = ledger.uses();
        List<Use> after = uses.stream().filter(use -> use.at() >= exposed).toList();
        // the story is what happened since the key was out; before that it was its owner's
        List<Use> told = after.isEmpty() ? uses : after;
        Use first = told.getFirst();
        Use last = uses.getLast();
        boolean over = ledger.revoked() && ledger.stateAt() >= last.at();
        Finding finding = Parts.of(RULE, FindingIds.anomaly(RULE.id(), accessKeyId, "", Instant.EPOCH))
                // that the key is alive pages nobody: the exposure itself does
                .severity(after.isEmpty() ? Severity.LOW : Severity.CRITICAL)
                .count(told.size())
                .evidence(told.stream().limit(20).map(Use::evidence).toList())
                .resources(ledger.places().stream()
                        .map(place -> ResourceRef.newBuilder()
                                .setArn(place.resourceId())
                                .setAccountId(place.accountId())
                                .build())
                        .sorted(Comparator.comparing(ResourceRef::getArn))
                        .toList())
                .related(ledger.places().stream()
                        .map(KeyLedger.Place::findingId)
                        .distinct()
                        .sorted()
                        .toList())
                .fact("accessKeyId", accessKeyId)
                .fact(
                        "place",
                        ledger.places().stream()
                                .map(KeyLedger.Place::resourceId)
                                .sorted()
                                .findFirst()
                                .orElse(""))
                .fact("exposedSince", Instant.ofEpochMilli(exposed).toString())
                .fact("usesAfter", Integer.toString(after.size()))
                .fact(
                        "addresses",
                        Long.toString(told.stream().map(Use::ip).distinct().count()))
                .by(first.caller(), first.at(), last.at(), Math.max(exposed, first.at()), ledger.ingestedAt());
        finding.setState(over ? FindingState.RESOLVED : FindingState.OPEN);
        return finding;
    }
}
