package io.keywatch.detect.incident;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Stage;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Signal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When signals of one actor are more than coincidence. A benign oddity is one rule, however often; an attack goes through
 * stages: so what counts is how many stages, and of each rule only its gravest signal.
 */
final class Weighing {
    static final long WINDOW = TimeKeys.DAY;

    /** 24 hours later a signal counts half. */
    static final double HALF_LIFE = TimeKeys.DAY;

    /** Two stages may be one task of an administrator when neither is grave; three are not. */
    static final int MANY_STAGES = 3;

    /** One console page makes several kinds of calls; it takes more than a page to be a stage. */
    static final int LOOKS_FOR_A_STAGE = 3;

    /** Whoever is new looks around. */
    static final long KNOWN_DAYS = 7;

    private static final int MAX_SCORE = 100;

    private final Map<String, RuleSpec> rules = new HashMap<>();
    private final int bar;

    /**
     * @param stages in order of appearance
     * @param gravest of the findings
     * @param score 0 to 100: the highest sum of decayed risks at any time
     */
    record Weight(Set<Stage> stages, Severity gravest, int score) {
        boolean passes(int bar) {
            boolean grave = gravest.compareTo(Severity.MEDIUM) >= 0;
            return score >= bar && (stages.size() >= MANY_STAGES || (stages.size() == 2 && grave));
        }
    }

    /** @param bar score from which signals are an incident */
    Weighing(Collection<RuleSpec> rules, int bar) {
        this.bar = bar;
        rules.stream()
                .filter(rule -> rule.findingClass() == FindingClass.ACCESS)
                .forEach(rule -> this.rules.put(rule.id(), rule));
    }

    int bar() {
        return bar;
    }

    /** Null for a weak signal, and for a rule that a newer build knows. */
    @Nullable
    RuleSpec rule(Signal signal) {
        return rules.get(signal.getKind());
    }

    @Nullable
    Stage stage(Signal signal) {
        if (Recon.of(signal.getKind()) != null) {
            return Stage.RECON;
        }
        RuleSpec rule = rule(signal);
        return rule == null ? null : rule.stage().counted();
    }

    /** Whether the signal could be part of an incident by itself. */
    static boolean bears(Signal signal) {
        return Recon.of(signal.getKind()) == null && signal.getSeverity().compareTo(Severity.LOW) >= 0;
    }

    /** Every incident of an actor, oldest first: each takes in what follows within a day of its opening. */
    List<Incident> incidents(ActorLedger ledger) {
        List<Incident> incidents = new ArrayList<>();
        if (ledger.signals().stream().noneMatch(Weighing::bears)) {
            return incidents;
        }
        List<Signal> unusual = unusual(ledger);
        long free = ledger.settledUntil();
        int first = 0;
        for (int i = 0; i < unusual.size(); i++) {
            long at = ActorLedger.at(unusual.get(i));
            while (first < i && outside(unusual.get(first), at - WINDOW, free)) {
                first++;
            }
            if (at <= free || !weight(unusual.subList(first, i + 1)).passes(bar)) {
                continue;
            }
            int last = i;
            while (last + 1 < unusual.size() && ActorLedger.at(unusual.get(last + 1)) <= at + WINDOW) {
                last++;
            }
            List<Signal> members = List.copyOf(unusual.subList(first, last + 1));
            incidents.add(new Incident(at, members, weight(members)));
            free = at + WINDOW;
            i = last;
        }
        return incidents;
    }

    private static boolean outside(Signal signal, long oldest, long free) {
        long at = ActorLedger.at(signal);
        return at <= oldest || at <= free;
    }

    /** Without habits, and every signal once, by whatever keys it came. */
    private static List<Signal> unusual(ActorLedger ledger) {
        Set<String> ids = new HashSet<>();
        List<Signal> unusual = new ArrayList<>();
        for (Signal signal : ledger.signals()) {
            if (ids.add(signal.getId()) && !ledger.habits().usual(signal, ledger.signals())) {
                unusual.add(signal);
            }
        }
        return unusual;
    }

    Weight weight(List<Signal> signals) {
        Set<Stage> stages = new LinkedHashSet<>();
        Set<Recon> looks = new HashSet<>();
        Map<String, Signal> gravestOfKind = new HashMap<>();
        Severity gravest = Severity.UNKNOWN;
        double score = 0;
        for (Signal signal : signals) {
            Stage stage = stage(signal);
            Recon recon = Recon.of(signal.getKind());
            if (stage == null || (recon != null && signal.getDaysKnown() < KNOWN_DAYS)) {
                continue;
            }
            if (recon != null) {
                looks.add(recon);
                if (looks.size() >= LOOKS_FOR_A_STAGE) {
                    stages.add(stage);
                }
            } else if (bears(signal)) {
                stages.add(stage);
                gravest = signal.getSeverity().compareTo(gravest) > 0 ? signal.getSeverity() : gravest;
            }
            gravestOfKind.merge(kind(signal), signal, Weighing::graver);
            score = Math.max(score, sum(gravestOfKind.values(), ActorLedger.at(signal)));
        }
        return new Weight(stages, gravest, (int) Math.min(MAX_SCORE, Math.round(score)));
    }

    private static String kind(Signal signal) {
        Recon recon = Recon.of(signal.getKind());
        return recon == null ? signal.getKind() : recon.kind();
    }

    private static Signal graver(Signal one, Signal other) {
        return risk(other) > risk(one) ? other : one;
    }

    private static int risk(Signal signal) {
        Recon recon = Recon.of(signal.getKind());
        return recon == null ? signal.getRisk() : recon.risk();
    }

    private static double sum(Collection<Signal> signals, long now) {
        return signals.stream()
                .mapToDouble(signal -> risk(signal) * Math.pow(0.5, (now - ActorLedger.at(signal)) / HALF_LIFE))
                .sum();
    }
}
