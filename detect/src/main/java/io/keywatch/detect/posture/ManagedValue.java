package io.keywatch.detect.posture;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.posture.ValuePlaces.Holder;
import io.keywatch.detect.posture.ValuePlaces.Place;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.rule.Wording;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A value that a secret holds stands outside the vault, or in a second secret. Compared by fingerprints that are made
 * where the values are; no value and no plain hash comes here. One finding of each kind a value.
 */
final class ManagedValue implements PostureCheck {
    static final RuleSpec EXPOSED = RuleSpec.posture(
                    "posture.managed-value-exposed", "Value of a managed secret stands outside the vault")
            .severity(Severity.HIGH)
            .confidence(0.95)
            .attack(Technique.CREDENTIALS_IN_FILES)
            .nist(Controls.SECRET_IN_CONTENT)
            .baseline("the value of a secret stands in the vault alone")
            .deviation("stands in {places} places outside, first seen {exposedSince}")
            .says("The value that {secret} holds now stands in {place} since {exposedSince}, and in {places} places "
                    + "outside the vault in all: whoever reads them needs no right to the secret.");

    static final RuleSpec SHARED = RuleSpec.posture("posture.value-in-two-secrets", "One value in several secrets")
            .severity(Severity.LOW)
            .confidence(0.9)
            .nist(Controls.ROTATION)
            .baseline("every secret has a value of its own")
            .deviation("{holders} secrets hold the same value")
            .says("{holders} secrets hold the same value, {secret} among them: rotating one leaves the others open.");

    private final Table<ValuePlaces> values;
    private final Episodes episodes;

    ManagedValue(Table<ValuePlaces> values, Episodes episodes) {
        this.values = values;
        this.episodes = episodes;
    }

    @Override
    public String name() {
        return EXPOSED.id();
    }

    @Override
    public boolean concerns(String joinKey) {
        return joinKey.startsWith(Clue.FINGERPRINT);
    }

    @Override
    public void observe(String joinKey, Clue clue, Timers timers, Consumer<Finding> out) {
        ValuePlaces known = values.get(joinKey);
        ValuePlaces before = known == null ? ValuePlaces.EMPTY : known;
        ValuePlaces now = switch (clue) {
            case Clue.Exposed(var exposure) -> before.exposed(exposure);
            case Clue.Held(var value) -> before.held(value);
            default -> before;
        };
        if (!now.equals(before)) {
            values.put(joinKey, now);
            outside(joinKey, now, out);
            shared(joinKey, now, out);
        }
    }

    @Override
    public void due(String subject, long at, Timers timers, Consumer<Finding> out) {
        // nothing here waits
    }

    private void outside(String joinKey, ValuePlaces value, Consumer<Finding> out) {
        String id = FindingIds.posture(EXPOSED.id(), joinKey);
        List<Holder> current = value.current();
        List<Place> open = value.places().stream().filter(Place::open).toList();
        if (current.isEmpty() || open.isEmpty()) {
            resolve(EXPOSED, id, out);
            return;
        }
        Place first = open.getFirst();
        Holder holder = current.getFirst();
        List<ResourceRef> resources = new ArrayList<>();
        current.forEach(each -> resources.add(resource(each.secretArn(), each.accountId())));
        open.forEach(each -> resources.add(resource(each.resourceId(), each.accountId())));
        long since = Math.max(first.firstSeen(), holder.at());
        raise(
                EXPOSED,
                Parts.of(EXPOSED, id)
                        .count(open.size())
                        .resources(resources)
                        .related(open.stream()
                                .map(Place::findingId)
                                .distinct()
                                .sorted()
                                .toList())
                        .fact("secret", Wording.shortName(holder.secretArn()))
                        .fact("place", first.resourceId())
                        .fact("places", Integer.toString(open.size()))
                        .fact(
                                "exposedSince",
                                Instant.ofEpochMilli(first.firstSeen()).toString())
                        .by(caller(first.accountId()), first.firstSeen(), since, since, since),
                out);
    }

    private void shared(String joinKey, ValuePlaces value, Consumer<Finding> out) {
        String id = FindingIds.posture(SHARED.id(), joinKey);
        List<Holder> current = value.current();
        if (current.size() < 2) {
            resolve(SHARED, id, out);
            return;
        }
        long first = current.stream().mapToLong(Holder::at).min().orElse(0);
        long last = current.stream().mapToLong(Holder::at).max().orElse(0);
        raise(
                SHARED,
                Parts.of(SHARED, id)
                        .count(current.size())
                        .resources(current.stream()
                                .map(each -> resource(each.secretArn(), each.accountId()))
                                .toList())
                        .fact("holders", Integer.toString(current.size()))
                        .fact("secret", Wording.shortName(current.getFirst().secretArn()))
                        .by(caller(current.getFirst().accountId()), first, last, last, last),
                out);
    }

    private void raise(RuleSpec rule, Finding finding, Consumer<Finding> out) {
        finding.setActor(null);
        finding.setNetwork(null);
        episodes.replace(rule, Episodes.NO_DAY, finding, out);
    }

    private void resolve(RuleSpec rule, String id, Consumer<Finding> out) {
        Finding known = episodes.find(Episodes.NO_DAY, id);
        if (known != null && known.getState() == FindingState.OPEN) {
            episodes.replace(
                    rule,
                    Episodes.NO_DAY,
                    Finding.newBuilder(known).setState(FindingState.RESOLVED).build(),
                    out);
        }
    }

    /** The vault tells of values, not of callers. */
    private static Caller caller(@Nullable String accountId) {
        return Caller.service("keywatch", accountId == null ? "" : accountId, "");
    }

    private static ResourceRef resource(String arn, @Nullable String accountId) {
        return ResourceRef.newBuilder().setArn(arn).setAccountId(accountId).build();
    }
}
