package io.keywatch.detect.posture;

import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Stage;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rotation was cancelled and not restored within a day: a pause for maintenance was forgotten, or somebody wants a value
 * to stay good. Restored later, or the secret deleted, it resolves; one finding per secret.
 */
final class RotationCancelled implements PostureCheck.OfSecrets {
    static final RuleSpec RULE = RuleSpec.posture(
                    "posture.rotation-cancelled", "Rotation of a secret cancelled and not restored")
            .severity(Severity.MEDIUM)
            .confidence(1.0)
            .stage(Stage.PERSISTENCE)
            .attack(Technique.ADDITIONAL_CREDENTIALS)
            .nist(Controls.ROTATION)
            .baseline("rotation is back within {hours} hours of being cancelled")
            .deviation("cancelled at {from}, restored: {restored}")
            .says(
                    "{actor} cancelled the rotation of {resource} at {from} and it was not restored within {hours} hours; restored since: {restored}.");

    private final long allowed;
    private final Table<RotationHistory> histories;
    private final Episodes episodes;

    RotationCancelled(DueDates dates, Table<RotationHistory> histories, Episodes episodes) {
        this.allowed = dates.rotationRestored().toMillis();
        this.histories = histories;
        this.episodes = episodes;
    }

    @Override
    public String name() {
        return RULE.id();
    }

    @Override
    public void observe(String joinKey, Clue clue, Timers timers, Consumer<Finding> out) {
        RotationHistory.Kind kind = clue instanceof Clue.Call(var told) ? kind(told) : null;
        if (kind == null || !(clue instanceof Clue.Call(var call))) {
            return;
        }
        String secret = joinKey.substring(Clue.SECRET.length());
        RotationHistory known = histories.get(secret);
        Sighting sighting = Sighting.of(call);
        RotationHistory next = (known == null ? RotationHistory.EMPTY : known)
                .with(new RotationHistory.Step(
                        kind,
                        sighting.at(),
                        sighting.eventId(),
                        sighting.action(),
                        sighting.caller(),
                        sighting.ingestedAt()));
        histories.put(secret, next);
        // also for what puts things right: its cancellation may come late, and if none comes the timer forgets it
        timers.at(sighting.at() + allowed, secret);
        if (episodes.find(Episodes.NO_DAY, id(secret)) != null) {
            judge(secret, next, out);
        }
    }

    @Override
    public void due(String secret, long at, Timers timers, Consumer<Finding> out) {
        RotationHistory history = histories.get(secret);
        if (history == null) {
            return;
        }
        RotationHistory.Step cancelled = history.lastCancelled();
        if (cancelled != null && cancelled.at() + allowed > at + Timers.MINUTE) {
            timers.at(cancelled.at() + allowed, secret);
        } else {
            judge(secret, history, out);
        }
    }

    private void judge(String secret, RotationHistory history, Consumer<Finding> out) {
        RotationHistory.Step cancelled = history.lastCancelled();
        if (cancelled == null) {
            histories.delete(secret);
            return;
        }
        long due = cancelled.at() + allowed;
        RotationHistory.Step righted = history.rightedAfter(cancelled);
        Finding known = episodes.find(Episodes.NO_DAY, id(secret));
        boolean inTime = righted != null && righted.at() <= due;
        if (known == null && inTime) {
            histories.delete(secret);
            return;
        }
        Finding finding = Parts.of(RULE, id(secret))
                .evidence(evidence(cancelled, righted))
                .resources(List.of(ResourceRef.newBuilder()
                        .setArn(secret)
                        .setAccountId(cancelled.caller().trailAccount())
                        .build()))
                .fact("hours", Long.toString(allowed / TimeKeys.HOUR))
                .fact("restored", righted == null ? "no" : "yes, " + Instant.ofEpochMilli(righted.at()))
                .by(
                        cancelled.caller(),
                        cancelled.at(),
                        righted == null ? cancelled.at() : righted.at(),
                        due,
                        righted == null ? cancelled.ingestedAt() : righted.ingestedAt());
        finding.setState(righted == null ? FindingState.OPEN : FindingState.RESOLVED);
        episodes.replace(RULE, Episodes.NO_DAY, finding, out);
    }

    private static List<Evidence> evidence(RotationHistory.Step cancelled, RotationHistory.@Nullable Step righted) {
        return righted == null ? List.of(evidence(cancelled)) : List.of(evidence(cancelled), evidence(righted));
    }

    private static Evidence evidence(RotationHistory.Step step) {
        return Evidence.newBuilder()
                .setEventId(step.eventId())
                .setTime(Instant.ofEpochMilli(step.at()))
                .setAction(step.action())
                .build();
    }

    private static RotationHistory.@Nullable Kind kind(ApiCall call) {
        return switch (call.getEventName()) {
            case "CancelRotateSecret" -> RotationHistory.Kind.CANCELLED;
            case "RotateSecret" -> RotationHistory.Kind.RESTORED;
            case "DeleteSecret" -> RotationHistory.Kind.DELETED;
            default -> null;
        };
    }

    private static String id(String secret) {
        return FindingIds.posture(RULE.id(), secret);
    }
}
