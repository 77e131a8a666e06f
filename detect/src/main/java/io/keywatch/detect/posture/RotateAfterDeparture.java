package io.keywatch.detect.posture;

import io.keywatch.detect.call.Params;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.correlate.Leaver;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.rule.Wording;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rotate after departure, second half: one work item per person who left and secret that they read since it last got
 * another value. Closed by the next value; overdue after {@link DueDates#rotateAfterDeparture}: a week, as what runs
 * on the value must be moved, too.
 */
final class RotateAfterDeparture implements PostureCheck.OfSecrets {
    static final RuleSpec RULE = RuleSpec.posture(
                    "posture.rotate-after-departure", "Secret to rotate after a departure")
            .severity(Severity.LOW)
            .confidence(0.9)
            .attack(Technique.VALID_CLOUD_ACCOUNT)
            .nist(Controls.DEPARTURE)
            .baseline("a secret has another value once somebody who read it has left")
            .deviation("read at {lastRead}, left at {departed} ({cause}), due {dueBy}, rotated: {rotated}")
            .says("{person} left at {departed} ({cause}) and knows the value of {resource}, read last at {lastRead}: "
                    + "rotate it by {dueBy}. Rotated: {rotated}; overdue: {overdue}.");

    private final long allowed;
    private final Table<KnownSecret> secrets;
    private final Episodes episodes;

    RotateAfterDeparture(DueDates dates, Table<KnownSecret> secrets, Episodes episodes) {
        this.allowed = dates.rotateAfterDeparture().toMillis();
        this.secrets = secrets;
        this.episodes = episodes;
    }

    @Override
    public String name() {
        return RULE.id();
    }

    @Override
    public void observe(String joinKey, Clue clue, Timers timers, Consumer<Finding> out) {
        String secret = joinKey.substring(Clue.SECRET.length());
        KnownSecret known = secrets.get(secret);
        KnownSecret before = known == null ? KnownSecret.EMPTY : known;
        KnownSecret now = before;
        switch (clue) {
            case Clue.Call(var call) -> {
                if (changesValue(call)) {
                    now = before.changed(call.getEventTime().toEpochMilli(), call.getEventId(), call.getEventName());
                }
            }
            case Clue.Left(var leaver) -> {
                now = before.with(leaver);
                timers.at(leaver.departedAt() + allowed, secret);
            }
            default -> {}
        }
        if (!now.equals(before)) {
            secrets.put(secret, now);
            for (Leaver leaver : now.leavers()) {
                judge(secret, now, leaver, Long.MIN_VALUE, out);
            }
        }
    }

    @Override
    public void due(String secret, long at, Timers timers, Consumer<Finding> out) {
        KnownSecret known = secrets.get(secret);
        if (known != null) {
            for (Leaver leaver : known.leavers()) {
                judge(secret, known, leaver, at + Timers.MINUTE, out);
                if (leaver.left() && leaver.departedAt() + allowed > at + Timers.MINUTE) {
                    timers.at(leaver.departedAt() + allowed, secret);
                }
            }
        }
    }

    private void judge(String secret, KnownSecret known, Leaver leaver, long reached, Consumer<Finding> out) {
        String id = FindingIds.posture(RULE.id(), leaver.person() + "@" + secret);
        Finding told = episodes.find(Episodes.NO_DAY, id);
        boolean changed = known.changedAt() >= leaver.lastRead().at();
        boolean open = leaver.left() && !changed;
        if (told == null && !open) {
            return;
        }
        long due = leaver.departedAt() + allowed;
        boolean overdue = changed
                ? known.changedAt() > due
                : due <= reached
                        || (told != null && "yes".equals(told.getFacts().get("overdue")));
        Finding finding = Parts.of(RULE, id)
                .severity(overdue ? Severity.MEDIUM : Severity.LOW)
                .evidence(evidence(known, leaver, changed))
                .resources(List.of(ResourceRef.newBuilder()
                        .setArn(secret)
                        .setAccountId(leaver.lastRead().caller().trailAccount())
                        .build()))
                .fact("person", Wording.shortName(leaver.person()))
                .fact("departed", Instant.ofEpochMilli(leaver.departedAt()).toString())
                .fact("cause", leaver.cause())
                .fact("lastRead", Instant.ofEpochMilli(leaver.lastRead().at()).toString())
                .fact("dueBy", Instant.ofEpochMilli(due).toString())
                .fact("overdue", overdue ? "yes" : "no")
                .fact(
                        "rotated",
                        changed
                                ? "yes, " + Instant.ofEpochMilli(known.changedAt())
                                : leaver.left() ? "no" : "no need, still there")
                .by(
                        leaver.lastRead().caller(),
                        leaver.lastRead().at(),
                        Math.max(leaver.departedAt(), leaver.lastRead().at()),
                        leaver.departedAt(),
                        leaver.ingestedAt());
        finding.setState(open ? FindingState.OPEN : FindingState.RESOLVED);
        episodes.replace(RULE, Episodes.NO_DAY, finding, out);
    }

    private static List<Evidence> evidence(KnownSecret known, Leaver leaver, boolean changed) {
        List<Evidence> evidence = new ArrayList<>(List.of(leaver.lastRead().evidence()));
        if (changed) {
            evidence.add(Evidence.newBuilder()
                    .setEventId(known.changeId())
                    .setTime(Instant.ofEpochMilli(known.changedAt()))
                    .setAction(known.changeAction())
                    .build());
        }
        return evidence;
    }

    /** UpdateSecret also changes descriptions and keys: only with a value does it count. */
    private static boolean changesValue(ApiCall call) {
        return switch (call.getEventName()) {
            case "RotationSucceeded",
                    "PutSecretValue",
                    "DeleteSecret",
                    "DeleteParameter",
                    "DeleteParameters",
                    "PutParameter" -> true;
            case "UpdateSecret" -> Params.has(call, "secretString") || Params.has(call, "secretBinary");
            default -> false;
        };
    }
}
