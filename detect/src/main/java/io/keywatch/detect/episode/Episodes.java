package io.keywatch.detect.episode;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Wording;
import io.keywatch.detect.state.Expiring;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Transition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One finding per episode, updated in place. An episode is what one rule sees of one scope on one UTC day: a fixed grid
 * and not the time of the first event, because only then do the same events in another order, late or twice, end in the
 * same document. What goes on over midnight is a second finding.
 *
 * <p>A finding is published when it is new, when it becomes graver, when its count reaches a power of ten, and by
 * {@link #flush} with everything that changed since: often enough to be fresh, never once an event.
 */
public final class Episodes {
    /** Day of findings that belong to no day and are kept. */
    public static final long NO_DAY = 0xFFFFF;

    /** Fact of a finding that was taken back: what came late shows that there was none. Its value says why. */
    public static final String WITHDRAWN = "withdrawn";

    private static final int FLUSH_AT_ONCE = 1_000;

    private final Expiring<Finding> findings;
    private final Table<Boolean> unpublished;

    public Episodes(Table<Finding> findings, Table<Boolean> unpublished) {
        this.findings = new Expiring<>(findings);
        this.unpublished = unpublished;
    }

    public @Nullable Finding find(long day, String id) {
        return findings.get(key(day, id));
    }

    public void contribute(RuleSpec rule, long day, Finding part, Consumer<Finding> out) {
        String key = key(day, part.getId());
        Finding known = findings.get(key);
        Finding merged = known == null ? Merge.first(part) : Merge.of(known, part);
        settle(rule, key, known, merged, out);
    }

    /** Like {@link #contribute}, for a rule that works out the whole finding anew from its own state each time. */
    public void replace(RuleSpec rule, long day, Finding whole, Consumer<Finding> out) {
        String key = key(day, whole.getId());
        Finding known = findings.get(key);
        whole.setRevision(known == null ? 0 : known.getRevision());
        settle(rule, key, known, whole, out);
    }

    /** Takes a finding back, if there is one. */
    public void withdraw(RuleSpec rule, long day, String id, String why, Consumer<Finding> out) {
        Finding known = find(day, id);
        if (known != null && known.getState() == FindingState.OPEN) {
            Map<String, String> facts = new TreeMap<>(known.getFacts());
            facts.put(WITHDRAWN, why);
            replace(
                    rule,
                    day,
                    Finding.newBuilder(known)
                            .setState(FindingState.RESOLVED)
                            .setFacts(facts)
                            .build(),
                    out);
        }
    }

    private void settle(RuleSpec rule, String key, @Nullable Finding known, Finding next, Consumer<Finding> out) {
        word(rule, next);
        Transition transition = transition(known, next);
        if (transition == Transition.UNKNOWN) {
            findings.put(key, next);
            unpublished.put(key, Boolean.TRUE);
        } else {
            next.setTransition(transition);
            publish(key, next, out);
        }
    }

    /** UNKNOWN when the change can wait for the next flush. */
    private static Transition transition(@Nullable Finding known, Finding next) {
        if (known == null) {
            return Transition.CREATED;
        }
        if (known.getState() != next.getState()) {
            return next.getState() == FindingState.RESOLVED ? Transition.RESOLVED : Transition.REOPENED;
        }
        if (next.getSeverity().ordinal() > known.getSeverity().ordinal()) {
            return Transition.SEVERITY_RAISED;
        }
        return decade(known.getCount()) == decade(next.getCount()) ? Transition.UNKNOWN : Transition.UPDATED;
    }

    /**
     * Publishes what changed since it was last published. Call it every half minute or so, and at the
     * end of a replay until it returns 0.
     */
    public int flush(Consumer<Finding> out) {
        List<Table.Entry<Boolean>> waiting = unpublished.range("", "g", FLUSH_AT_ONCE);
        for (Table.Entry<Boolean> entry : waiting) {
            Finding finding = findings.get(entry.key());
            if (finding == null) {
                unpublished.delete(entry.key());
            } else {
                publishUpdate(entry.key(), finding, out);
            }
        }
        return waiting.size();
    }

    /** Event time may run days ahead of the wall clock that flushes: what is unpublished is published before it goes. */
    public void forgetBefore(long day, int limit, Consumer<Finding> out) {
        for (Table.Entry<Finding> old : findings.takeBefore(TimeKeys.day(day), limit)) {
            if (unpublished.get(old.key()) != null) {
                publishUpdate(old.key(), old.value(), out);
                findings.delete(old.key());
            }
        }
    }

    private void publishUpdate(String key, Finding finding, Consumer<Finding> out) {
        publish(
                key,
                Finding.newBuilder(finding).setTransition(Transition.UPDATED).build(),
                out);
    }

    private void publish(String key, Finding finding, Consumer<Finding> out) {
        // never smaller than before even when the store was lost and the topic is read again
        finding.setRevision(
                Math.max(finding.getRevision() + 1, finding.getIngestedAt().toEpochMilli()));
        findings.put(key, finding);
        unpublished.delete(key);
        out.accept(finding);
    }

    private static void word(RuleSpec rule, Finding finding) {
        finding.setTitle(Wording.title(rule, finding));
        finding.setExplanation(Wording.fill(rule.explanation(), finding));
        finding.getAccess().setBaseline(Wording.fill(rule.baseline(), finding));
        finding.getAccess().setDeviation(Wording.fill(rule.deviation(), finding));
        // a sequence has added up its members' already
        if (finding.getFindingClass() != FindingClass.SEQUENCE) {
            finding.setRiskScore(risk(finding.getSeverity(), finding.getConfidence()));
        }
    }

    /** 0 to 100: the severity's share, scaled by how sure the rule is. */
    static int risk(Severity severity, double confidence) {
        int weight = switch (severity) {
            case CRITICAL -> 100;
            case HIGH -> 75;
            case MEDIUM -> 50;
            case LOW -> 25;
            case INFORMATIONAL -> 5;
            case UNKNOWN -> 0;
        };
        return (int) Math.round(weight * confidence);
    }

    private static int decade(long count) {
        return Long.toString(count).length();
    }

    private static String key(long day, String id) {
        return TimeKeys.day(day) + "|" + id;
    }
}
