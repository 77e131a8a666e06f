package io.keywatch.detect.posture;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.posture.ExposedSecret.Place;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * An exposed key stays open until it is seen to be deleted or made inactive, however soon the text was removed; an
 * exposed value that a secret holds, until the secret holds another. The longer it takes the graver it gets. Of other
 * values nobody can see whether they were revoked: they have their exposure finding and no watch.
 */
final class RevocationWatch implements PostureCheck {
    static final RuleSpec RULE = RuleSpec.posture("posture.exposed-not-revoked", "Exposed credential is not revoked")
            .severity(Severity.MEDIUM)
            .confidence(0.95)
            .attack(Technique.VALID_CLOUD_ACCOUNT, Technique.CREDENTIALS_IN_FILES)
            .nist(Controls.EXPOSED_KEY)
            .baseline("an exposed credential is revoked before long")
            .deviation("exposed at {exposedSince}, revoked: {revoked}")
            .says(
                    "{what} stands in {place} since {exposedSince} and works: open for {openDays} days, revoked: {revoked}.");

    private record Level(long after, Severity severity) {}

    /** Time to act; then it grows. */
    private final List<Level> levels;

    private final Table<ExposedSecret> exposed;
    private final Episodes episodes;

    RevocationWatch(DueDates dates, Table<ExposedSecret> exposed, Episodes episodes) {
        this.levels = List.of(
                new Level(dates.exposedMedium().toMillis(), Severity.MEDIUM),
                new Level(dates.exposedHigh().toMillis(), Severity.HIGH),
                new Level(dates.exposedCritical().toMillis(), Severity.CRITICAL));
        this.exposed = exposed;
        this.episodes = episodes;
    }

    @Override
    public String name() {
        return RULE.id();
    }

    @Override
    public boolean concerns(String joinKey) {
        return joinKey.startsWith(Clue.ACCESS_KEY) || joinKey.startsWith(Clue.FINGERPRINT);
    }

    @Override
    public void observe(String joinKey, Clue clue, Timers timers, Consumer<Finding> out) {
        ExposedSecret known = exposed.get(joinKey);
        ExposedSecret before = known == null ? ExposedSecret.EMPTY : known;
        ExposedSecret now = before;
        switch (clue) {
            case Clue.Exposed(var exposure) -> {
                now = before.exposed(exposure);
                for (Level level : levels) {
                    timers.at(now.places().getFirst().firstSeen() + level.after(), joinKey);
                }
            }
            case Clue.Call(var call) -> {
                boolean active = "UpdateAccessKey".equals(call.getEventName())
                        && !"Inactive".equalsIgnoreCase(call.getParameters().get("status"));
                now = before.changed(
                        call.getEventTime().toEpochMilli(), !active, call.getEventId(), call.getEventName());
            }
            case Clue.Held(var value) ->
                now = before.changed(
                        value.getSeenAt().toEpochMilli(),
                        !value.getCurrent(),
                        value.getSecretArn(),
                        value.getCurrent() ? "held" : "replaced");
            default -> {}
        }
        if (now.equals(before)) {
            return;
        }
        exposed.put(joinKey, now);
        Finding told = episodes.find(Episodes.NO_DAY, id(joinKey));
        if (told != null) {
            long reached = Math.max(
                    told.getLastSeen().toEpochMilli(), told.getDetectedAt().toEpochMilli());
            judge(joinKey, now, reached, out);
        }
    }

    @Override
    public void due(String joinKey, long at, Timers timers, Consumer<Finding> out) {
        ExposedSecret secret = exposed.get(joinKey);
        if (secret != null && !secret.places().isEmpty()) {
            judge(joinKey, secret, at + Timers.MINUTE, out);
            for (Level level : levels) {
                long next = secret.places().getFirst().firstSeen() + level.after();
                if (!secret.revoked() && next > at + Timers.MINUTE) {
                    timers.at(next, joinKey);
                }
            }
        }
    }

    private void judge(String joinKey, ExposedSecret secret, long reached, Consumer<Finding> out) {
        boolean key = joinKey.startsWith(Clue.ACCESS_KEY);
        String name = joinKey.substring(joinKey.indexOf('|') + 1);
        boolean watched = key ? name.startsWith("AKIA") : secret.stateAt() != Long.MIN_VALUE;
        Finding told = episodes.find(Episodes.NO_DAY, id(joinKey));
        Place first = secret.places().getFirst();
        long open = (secret.revoked() ? secret.stateAt() : reached) - first.firstSeen();
        Severity severity = severity(open);
        if (!watched || (told == null && (secret.revoked() || severity == Severity.UNKNOWN))) {
            return;
        }
        Severity grave = severity == Severity.UNKNOWN ? Severity.MEDIUM : severity;
        Finding finding = Parts.of(RULE, id(joinKey))
                .severity(grave)
                .evidence(
                        secret.revoked() && key
                                ? List.of(Evidence.newBuilder()
                                        .setEventId(secret.eventId())
                                        .setTime(Instant.ofEpochMilli(secret.stateAt()))
                                        .setAction(secret.action())
                                        .build())
                                : List.of())
                .resources(secret.places().stream()
                        .map(place -> ResourceRef.newBuilder()
                                .setArn(place.resourceId())
                                .setAccountId(place.accountId())
                                .build())
                        .toList())
                .related(secret.places().stream()
                        .map(Place::findingId)
                        .distinct()
                        .sorted()
                        .toList())
                .fact("what", key ? "Access key " + name : "A value that " + secret.eventId() + " holds")
                .fact("place", first.resourceId())
                .fact("exposedSince", Instant.ofEpochMilli(first.firstSeen()).toString())
                .fact("openDays", Long.toString(Math.max(0, open / TimeKeys.DAY)))
                .fact("revoked", secret.revoked() ? "yes, " + Instant.ofEpochMilli(secret.stateAt()) : "no")
                .by(
                        Caller.service("keywatch", first.accountId() == null ? "" : first.accountId(), ""),
                        first.firstSeen(),
                        secret.revoked() ? secret.stateAt() : first.firstSeen() + levelOf(open),
                        first.firstSeen() + levels.getFirst().after(),
                        first.firstSeen());
        finding.setActor(null);
        finding.setNetwork(null);
        finding.setState(secret.revoked() ? FindingState.RESOLVED : FindingState.OPEN);
        episodes.replace(RULE, Episodes.NO_DAY, finding, out);
    }

    private Severity severity(long open) {
        Severity severity = Severity.UNKNOWN;
        for (Level level : levels) {
            severity = open >= level.after() ? level.severity() : severity;
        }
        return severity;
    }

    private long levelOf(long open) {
        long reached = 0;
        for (Level level : levels) {
            reached = open >= level.after() ? level.after() : reached;
        }
        return reached;
    }

    private static String id(String joinKey) {
        return FindingIds.posture(RULE.id(), joinKey);
    }
}
