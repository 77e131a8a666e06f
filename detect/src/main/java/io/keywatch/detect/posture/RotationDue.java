package io.keywatch.detect.posture;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.call.Params;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.posture.RotationPlan.Kind;
import io.keywatch.detect.posture.RotationPlan.Step;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rotation that was promised and does not come: due by its rules and not done, or failed twice in a row. Resolves with
 * the next success, or when rotation ends on purpose; one finding of each kind per secret.
 */
final class RotationDue implements PostureCheck.OfSecrets {
    static final RuleSpec OVERDUE = RuleSpec.posture("posture.rotation-overdue", "Rotation of a secret is overdue")
            .severity(Severity.MEDIUM)
            .confidence(0.9)
            .nist(Controls.ROTATION)
            .baseline("rotated every {everyDays} days by its own rules")
            .deviation("last success {lastSuccess}, due {dueBy}")
            .says("{resource} was to be rotated by {dueBy} and was not; last success: {lastSuccess}.");

    static final RuleSpec FAILING = RuleSpec.posture("posture.rotation-failing", "Rotation of a secret keeps failing")
            .severity(Severity.MEDIUM)
            .confidence(1.0)
            .nist(Controls.ROTATION)
            .baseline("a failed rotation is tried again and then succeeds")
            .deviation("{count} failures since the last success")
            .says("The rotation of {resource} failed {count} times since it last succeeded; its value stays as it is.");

    /** Secrets Manager may take its whole window, a day unless set otherwise. */
    static final long SLACK = TimeKeys.DAY;

    /** {@code rate(10 days)}; a cron expression tells no fixed period and is not held against a date. */
    private static final Pattern RATE = Pattern.compile("rate\\((\\d{1,4}) (hour|day)s?\\)");

    private final int enough;
    private final Table<RotationPlan> plans;
    private final Episodes episodes;

    RotationDue(DueDates dates, Table<RotationPlan> plans, Episodes episodes) {
        this.enough = dates.rotationFailures();
        this.plans = plans;
        this.episodes = episodes;
    }

    @Override
    public String name() {
        return OVERDUE.id();
    }

    @Override
    public void observe(String joinKey, Clue clue, Timers timers, Consumer<Finding> out) {
        Step step = clue instanceof Clue.Call(var told) ? step(told) : null;
        if (step == null || !(clue instanceof Clue.Call(var call))) {
            return;
        }
        String secret = joinKey.substring(Clue.SECRET.length());
        RotationPlan known = plans.get(secret);
        RotationPlan plan = (known == null ? RotationPlan.EMPTY : known)
                .with(call.getRecipientAccountId(), call.getAwsRegion(), step);
        plans.put(secret, plan);
        failing(secret, plan, out);
        long due = due(plan);
        if (due != Long.MAX_VALUE) {
            timers.at(due, secret);
        }
        Finding finding = overdueFinding(secret);
        if (finding != null) {
            overdue(secret, plan, finding, finding.getDetectedAt().toEpochMilli(), out);
        }
    }

    @Override
    public void due(String secret, long at, Timers timers, Consumer<Finding> out) {
        RotationPlan plan = plans.get(secret);
        if (plan != null) {
            overdue(secret, plan, overdueFinding(secret), at + Timers.MINUTE, out);
        }
    }

    private @Nullable Finding overdueFinding(String secret) {
        return episodes.find(Episodes.NO_DAY, FindingIds.posture(OVERDUE.id(), secret));
    }

    /** @param reached how far event time is known to have come, the grace after it included */
    private void overdue(
            String secret, RotationPlan plan, @Nullable Finding known, long reached, Consumer<Finding> out) {
        long due = due(plan);
        Step planned = plan.newest(Kind.PLANNED);
        if (planned == null || due > reached) {
            if (known != null && known.getState() == FindingState.OPEN) {
                episodes.replace(
                        OVERDUE,
                        Episodes.NO_DAY,
                        Finding.newBuilder(known)
                                .setState(FindingState.RESOLVED)
                                .build(),
                        out);
            }
            return;
        }
        Step success = plan.newest(Kind.SUCCEEDED);
        Step last = success == null || success.at() < planned.at() ? planned : success;
        Finding finding = Parts.of(OVERDUE, FindingIds.posture(OVERDUE.id(), secret))
                .evidence(List.of(evidence(last)))
                .resources(resources(secret, plan))
                .fact("everyDays", Long.toString(Math.max(1, planned.every() / TimeKeys.DAY)))
                .fact("dueBy", Instant.ofEpochMilli(due - SLACK).toString())
                .fact(
                        "lastSuccess",
                        success == null
                                ? "none seen"
                                : Instant.ofEpochMilli(success.at()).toString())
                .by(caller(plan), last.at(), last.at(), due, last.ingestedAt());
        episodes.replace(OVERDUE, Episodes.NO_DAY, finding, out);
    }

    private void failing(String secret, RotationPlan plan, Consumer<Finding> out) {
        String id = FindingIds.posture(FAILING.id(), secret);
        Finding known = episodes.find(Episodes.NO_DAY, id);
        List<Step> failures = plan.failures();
        if (failures.size() < enough) {
            if (known != null && known.getState() == FindingState.OPEN) {
                episodes.replace(
                        FAILING,
                        Episodes.NO_DAY,
                        Finding.newBuilder(known)
                                .setState(FindingState.RESOLVED)
                                .build(),
                        out);
            }
            return;
        }
        Finding finding = Parts.of(FAILING, id)
                .count(failures.size())
                .evidence(failures.stream().map(RotationDue::evidence).limit(20).toList())
                .resources(resources(secret, plan))
                .by(
                        caller(plan),
                        failures.getFirst().at(),
                        failures.getLast().at(),
                        failures.get(enough - 1).at(),
                        failures.getLast().ingestedAt());
        episodes.replace(FAILING, Episodes.NO_DAY, finding, out);
    }

    /** {@link Long#MAX_VALUE} where nothing is promised. */
    private static long due(RotationPlan plan) {
        Step planned = plan.newest(Kind.PLANNED);
        Step ended = plan.newest(Kind.ENDED);
        if (planned == null || planned.every() == 0 || (ended != null && ended.at() >= planned.at())) {
            return Long.MAX_VALUE;
        }
        Step success = plan.newest(Kind.SUCCEEDED);
        long from = success == null ? planned.at() : Math.max(planned.at(), success.at());
        return from + planned.every() + SLACK;
    }

    private static @Nullable Step step(ApiCall call) {
        Kind kind = switch (call.getEventName()) {
            case "RotateSecret" -> Kind.PLANNED;
            case "CancelRotateSecret", "DeleteSecret" -> Kind.ENDED;
            case "RotationSucceeded" -> Kind.SUCCEEDED;
            case "RotationFailed", "RotationAbandoned" -> Kind.FAILED;
            default -> null;
        };
        long every = every(call);
        // rotating once, by hand, changes no plan
        if (kind == null || (kind == Kind.PLANNED && every == 0)) {
            return null;
        }
        return new Step(
                kind,
                call.getEventTime().toEpochMilli(),
                call.getEventId(),
                call.getEventName(),
                every,
                call.getIngestedAt().toEpochMilli());
    }

    private static long every(ApiCall call) {
        String days = Params.text(call, "rotationRules.automaticallyAfterDays");
        if (days != null && days.length() <= 4 && days.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.parseLong(days) * TimeKeys.DAY;
        }
        String schedule = Params.text(call, "rotationRules.scheduleExpression");
        Matcher rate = RATE.matcher(schedule == null ? "" : schedule);
        if (!rate.matches()) {
            return 0;
        }
        return Long.parseLong(rate.group(1)) * ("day".equals(rate.group(2)) ? TimeKeys.DAY : TimeKeys.HOUR);
    }

    private static Evidence evidence(Step step) {
        return Evidence.newBuilder()
                .setEventId(step.eventId())
                .setTime(Instant.ofEpochMilli(step.at()))
                .setAction(step.action())
                .build();
    }

    private static List<ResourceRef> resources(String secret, RotationPlan plan) {
        return List.of(ResourceRef.newBuilder()
                .setArn(secret)
                .setAccountId(plan.account())
                .build());
    }

    /** Secrets Manager itself rotates; whoever called it last is not to blame. */
    private static Caller caller(RotationPlan plan) {
        return Caller.service("secretsmanager.amazonaws.com", plan.account(), plan.region());
    }
}
