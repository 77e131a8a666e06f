package io.keywatch.app.quality.judge;

import io.keywatch.app.quality.ActorKind;
import io.keywatch.app.quality.TrafficSettings;
import io.keywatch.app.quality.attack.Attack;
import io.keywatch.app.quality.attack.AttackLog;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Matches the findings of one detector to the attacks of one run.
 *
 * <p>A finding is about an attack when its evidence holds a malicious call, or when a finding that it names as related
 * does. Only where the evidence is full (the contract keeps the oldest twenty) does principal and time suffice. A finding
 * rings when it first reaches the paging severity, and again when its severity is raised or it is re-opened. A ring that
 * is about no attack at that moment is a false alert; that malicious calls are added later does not make it true. One
 * thread.
 */
public final class Judge {
    /** The contract keeps this many; with fewer, what is not there was not part of it. */
    private static final int EVIDENCE_KEPT = 20;

    private static final int SAMPLES = 40;

    private static final class Case {
        Severity severity = Severity.UNKNOWN;
        boolean rang;
        double score;
        int day = -1;
        boolean workItem;
        String rule = "";
        final Set<Attack> attacks = new HashSet<>();
    }

    private record Ring(String rule, double eventDelay, double deliveryDelay) {}

    private final TrafficSettings settings;
    private final AttackLog log;
    private final Severity pagesAt;
    private final Map<String, ActorKind> kinds;
    private final Map<String, Case> cases = new LinkedHashMap<>();
    private final Map<Attack, Ring> rings = new HashMap<>();
    private final Map<Attack, String> seenBy = new HashMap<>();
    private final int[] falseByDay;
    private final int[] alertsByDay;
    private final Map<String, Integer> falseByRule = new TreeMap<>();
    private final Map<String, Integer> falseByKind = new TreeMap<>();
    private final List<FalseAlert> samples = new ArrayList<>();
    private int trainAlerts;

    public Judge(TrafficSettings settings, AttackLog log, Severity pagesAt, Map<String, ActorKind> kinds) {
        this.settings = settings;
        this.log = log;
        this.pagesAt = pagesAt;
        this.kinds = kinds;
        this.falseByDay = new int[settings.testDays()];
        this.alertsByDay = new int[settings.testDays()];
    }

    /**
     * @param cause the call on whose arrival the findings came, null at the end of the stream
     * @param deliveredAt the clock on the wall
     */
    public void take(List<Finding> findings, @Nullable ApiCall cause, Instant deliveredAt) {
        for (Finding finding : findings) {
            take(finding, cause, deliveredAt);
        }
    }

    private void take(Finding finding, @Nullable ApiCall cause, Instant deliveredAt) {
        Case known = cases.computeIfAbsent(finding.getId(), id -> new Case());
        known.rule = finding.getRule().getId();
        FindingClass type = finding.getFindingClass();
        if (type == FindingClass.POSTURE || type == FindingClass.COVERAGE || type == FindingClass.EXPOSURE) {
            known.workItem = true;
            known.day = day(finding.getLastSeen());
            return;
        }
        Instant moment = moment(finding, cause);
        Set<Attack> about = about(finding);
        known.attacks.addAll(about);
        about.forEach(attack -> seenBy.putIfAbsent(attack, finding.getRule().getId()));
        known.score = Math.max(known.score, finding.getRiskScore() + 0.999 * finding.getConfidence());
        if (known.day < 0) {
            known.day = day(moment);
        }
        if (rings(known, finding)) {
            known.rang = true;
            ring(finding, about, moment, deliveredAt);
        }
        if (finding.getSeverity().compareTo(known.severity) > 0) {
            known.severity = finding.getSeverity();
        }
    }

    /** How far the stream had come in event time; told only at the end, when the detector says that it knew. */
    private static Instant moment(Finding finding, @Nullable ApiCall cause) {
        if (cause == null) {
            return finding.getDetectedAt();
        }
        return cause.getEventTime().isAfter(finding.getLastSeen()) ? cause.getEventTime() : finding.getLastSeen();
    }

    private boolean rings(Case known, Finding finding) {
        if (finding.getSeverity().compareTo(pagesAt) < 0
                || finding.getTransition() == Transition.RESOLVED
                || finding.getTransition() == Transition.SUPPRESSED) {
            return false;
        }
        return !known.rang
                || finding.getSeverity().compareTo(known.severity) > 0
                || finding.getTransition() == Transition.REOPENED;
    }

    private void ring(Finding finding, Set<Attack> about, Instant moment, Instant deliveredAt) {
        int day = day(moment);
        if (day < 0) {
            trainAlerts++;
            return;
        }
        int index = Math.min(day, falseByDay.length - 1);
        alertsByDay[index]++;
        String rule = finding.getRule().getId();
        for (Attack attack : about) {
            double eventDelay = seconds(attack.start(), moment);
            Ring earlier = rings.get(attack);
            if (earlier == null || earlier.eventDelay() > eventDelay) {
                rings.put(attack, new Ring(rule, eventDelay, seconds(attack.start(), deliveredAt)));
            }
        }
        if (about.isEmpty()) {
            falseByDay[index]++;
            falseByRule.merge(rule, 1, Integer::sum);
            Principal actor = finding.getActor();
            String principal = actor == null ? "" : actor.getId();
            ActorKind kind = kinds.get(principal);
            String kindName = kind == null ? "unknown" : kind.name();
            falseByKind.merge(kindName, 1, Integer::sum);
            if (samples.size() < SAMPLES) {
                samples.add(new FalseAlert(
                        rule,
                        finding.getSeverity().name(),
                        kindName,
                        principal,
                        moment,
                        finding.getTitle(),
                        finding.getExplanation()));
            }
        }
    }

    private Set<Attack> about(Finding finding) {
        Set<Attack> about = new HashSet<>();
        for (Evidence evidence : finding.getEvidence()) {
            String eventId = evidence.getEventId();
            Attack attack = eventId == null ? null : log.of(eventId);
            if (attack != null) {
                about.add(attack);
            }
        }
        for (String related : finding.getRelated()) {
            Case member = cases.get(related);
            if (member != null) {
                about.addAll(member.attacks);
            }
        }
        if (about.isEmpty() && finding.getEvidence().size() >= EVIDENCE_KEPT) {
            about.addAll(byPrincipalAndTime(finding));
        }
        return about;
    }

    private List<Attack> byPrincipalAndTime(Finding finding) {
        Principal actor = finding.getActor();
        if (actor == null) {
            return List.of();
        }
        return log.attacks().stream()
                .filter(attack -> attack.principalId().equals(actor.getId())
                        && !finding.getLastSeen().isBefore(attack.start())
                        && !finding.getLastSeen().isAfter(attack.end()))
                .toList();
    }

    public RunVerdict verdict(String generator, String contender, long calls, double seconds) {
        List<AttackOutcome> outcomes = new ArrayList<>();
        for (Attack attack : log.attacks()) {
            Ring ring = rings.get(attack);
            outcomes.add(new AttackOutcome(
                    attack.attackClass(),
                    attack.kind(),
                    attack.variant(),
                    attack.principalId(),
                    ring != null,
                    seenBy.containsKey(attack),
                    ring == null ? seenBy.get(attack) : ring.rule(),
                    ring == null ? Double.NaN : ring.eventDelay(),
                    ring == null ? Double.NaN : ring.deliveryDelay()));
        }
        List<Scored> scored = new ArrayList<>();
        Map<String, Integer> low = new TreeMap<>();
        int workItems = 0;
        for (Case each : cases.values()) {
            if (each.workItem) {
                workItems += each.day >= 0 ? 1 : 0;
            } else if (each.day >= 0) {
                Set<Integer> numbers = new HashSet<>();
                each.attacks.forEach(attack -> numbers.add(attack.number()));
                scored.add(new Scored(each.score, each.day, numbers));
                if (!each.rang && each.attacks.isEmpty()) {
                    low.merge(each.rule, 1, Integer::sum);
                }
            }
        }
        return new RunVerdict(
                generator,
                settings.seed(),
                contender,
                settings.principals(),
                calls,
                outcomes,
                list(falseByDay),
                list(alertsByDay),
                trainAlerts,
                Map.copyOf(low),
                workItems,
                Map.copyOf(falseByRule),
                Map.copyOf(falseByKind),
                List.copyOf(samples),
                scored,
                seconds);
    }

    /** Test day of a moment, negative while training. */
    private int day(Instant moment) {
        return (int) Math.floorDiv(
                Duration.between(settings.testStart(), moment).toSeconds(),
                Duration.ofDays(1).toSeconds());
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1_000.0);
    }

    private static List<Integer> list(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
