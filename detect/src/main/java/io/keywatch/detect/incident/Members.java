package io.keywatch.detect.incident;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.Rounds;
import io.keywatch.detect.state.Table;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Lead;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Signal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Findings as signals: told when they are new, change in what an incident shows, or turn out to be another actor's or
 * nobody's. All revisions of one finding must come to the same members. Not thread-safe.
 */
public final class Members {
    /** A finding that has not changed for longer belongs to no running incident. */
    private static final long MEMORY_DAYS = 6;

    private static final int SWEEP_AT_ONCE = 1_000;

    /** Their findings resolve when somebody has put it right, those of others when a late event has disproved them. */
    private static final String RESOLVED_BY_REMEDY = "D7";

    private final Map<String, RuleSpec> rules = new HashMap<>();
    private final Table<Lead> told;
    private final Rounds<Lead> rounds;

    /** What was told of each finding. */
    public record Memory(TableSpec<Lead> told) {
        public static Memory specs(Codec<Lead> leads) {
            return new Memory(new TableSpec<>("incident-members", leads));
        }

        public List<TableSpec<?>> all() {
            return List.of(told);
        }
    }

    /** @param rules only findings of these, as far as they are about access, can be part of an incident */
    public Members(Collection<RuleSpec> rules, Memory memory, Tables tables) {
        rules.stream()
                .filter(rule -> rule.findingClass() == FindingClass.ACCESS)
                .forEach(rule -> this.rules.put(rule.id(), rule));
        this.told = tables.open(memory.told());
        this.rounds = new Rounds<>(told);
    }

    /** @param out receives leads by the key of an {@link IncidentDesk} */
    public void observe(Finding finding, BiConsumer<String, Lead> out) {
        RuleSpec rule = rules.get(finding.getRule().getId());
        if (rule == null || !byHolder(finding)) {
            return;
        }
        Lead earlier = told.get(finding.getId());
        Signal known = earlier == null ? null : earlier.getSignal();
        boolean disproved = finding.getState() == FindingState.RESOLVED && !RESOLVED_BY_REMEDY.equals(rule.detector());
        Signal next = disproved || isNote(rule, finding) ? null : signal(finding);
        if (Leads.same(known, next)) {
            return;
        }
        if (known != null && (next == null || !Leads.start(known).equals(Leads.start(next)))) {
            out.accept(Leads.start(known), Leads.of(Leads.withdrawn(known)));
        }
        if (next == null) {
            told.delete(finding.getId());
        } else {
            told.put(finding.getId(), Leads.of(next));
            out.accept(Leads.start(next), Leads.of(next));
            long now = next.getAt().toEpochMilli();
            rounds.forget(now, SWEEP_AT_ONCE, lead -> old(lead, now));
        }
    }

    /** What reads below the bar of D1 come to hangs on what peers had read by then, and so on the order of delivery. */
    private static boolean isNote(RuleSpec rule, Finding finding) {
        return "D1".equals(rule.detector()) && finding.getSeverity() == Severity.INFORMATIONAL;
    }

    private static boolean byHolder(Finding finding) {
        if (finding.getActor() == null) {
            return false;
        }
        PrincipalType type = finding.getActor().getType();
        return type != PrincipalType.AWS_SERVICE && type != PrincipalType.ANONYMOUS;
    }

    private static Signal signal(Finding finding) {
        return Signal.newBuilder()
                .setId(finding.getId())
                .setKind(finding.getRule().getId())
                .setSeverity(finding.getSeverity())
                .setRisk(finding.getSeverity() == Severity.INFORMATIONAL ? 0 : finding.getRiskScore())
                .setAt(finding.getDetectedAt())
                .setIngestedAt(finding.getIngestedAt())
                .setActor(Leads.lean(finding.getActor()))
                .setNetwork(Leads.lean(finding.getNetwork()))
                .setAccountId(account(finding))
                .setRegion(finding.getRegion())
                .setEvidence(
                        finding.getEvidence().isEmpty()
                                ? null
                                : finding.getEvidence().getFirst())
                .build();
    }

    private static String account(Finding finding) {
        @Nullable String account = finding.getAccountId();
        return account == null ? "" : account;
    }

    private static boolean old(Lead lead, long now) {
        Signal signal = lead.getSignal();
        return signal == null || signal.getAt().toEpochMilli() < now - MEMORY_DAYS * TimeKeys.DAY;
    }
}
