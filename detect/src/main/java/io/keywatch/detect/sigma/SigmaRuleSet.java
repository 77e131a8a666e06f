package io.keywatch.detect.sigma;

import io.keywatch.detect.sigma.correlate.CorrelationPlan;
import io.keywatch.detect.sigma.correlate.Feed;
import io.keywatch.detect.sigma.match.Expr;
import io.keywatch.schemas.v1.ApiCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Compiled rules. An event touches only those that its service and name leave possible, and of each only the question
 * that is still open. Immutable but for a bounded memory of what is possible; thread-safe.
 */
public final class SigmaRuleSet {
    public static final SigmaRuleSet EMPTY =
            new SigmaRuleSet(List.of(), Map.of(), CorrelationPlan.EMPTY, Map.of(), "empty");

    /** AWS has some 15,000 event names; made-up ones are answered and not remembered. */
    static final int MAX_REMEMBERED = 20_000;

    private static final Candidate[] NONE = {};

    private final List<SigmaRule> rules;
    private final Map<String, RuleHeader> correlations;
    private final CorrelationPlan plan;
    private final Map<String, List<Feed>> feeds;
    private final String hash;
    private final Map<String, Map<String, Candidate[]>> bySourceAndName = new ConcurrentHashMap<>();
    private final AtomicInteger remembered = new AtomicInteger();

    /** A rule that may match events of one name, and what is left to ask. */
    private record Candidate(SigmaRule rule, Expr open) {}

    /**
     * @param correlations headers by the id that findings name
     * @param feeds what the matches of a rule enter, by its id
     * @param hash of the text of all rules
     */
    SigmaRuleSet(
            List<SigmaRule> rules,
            Map<String, RuleHeader> correlations,
            CorrelationPlan plan,
            Map<String, List<Feed>> feeds,
            String hash) {
        this.rules = List.copyOf(rules);
        this.correlations = Map.copyOf(correlations);
        this.plan = plan;
        this.feeds = Map.copyOf(feeds);
        this.hash = hash;
    }

    /** Every rule that matches, those that only correlations use included. No state, no order of events. */
    public List<SigmaHit> evaluate(ApiCall call) {
        Candidate[] candidates = candidates(call.getEventSource(), call.getEventName());
        if (candidates.length == 0) {
            return List.of();
        }
        List<SigmaHit> hits = List.of();
        for (Candidate candidate : candidates) {
            if (candidate.open().matches(call)) {
                hits = hits.isEmpty() ? new ArrayList<>(2) : hits;
                hits.add(new SigmaHit(candidate.rule(), call));
            }
        }
        return hits;
    }

    private Candidate[] candidates(String source, String name) {
        Map<String, Candidate[]> names = bySourceAndName.get(source);
        Candidate[] known = names == null ? null : names.get(name);
        return known != null ? known : find(source, name);
    }

    private Candidate[] find(String source, String name) {
        List<Candidate> found = new ArrayList<>();
        for (SigmaRule rule : rules) {
            Expr open = rule.expr().given(source, name);
            if (!open.equals(Expr.FALSE)) {
                found.add(new Candidate(rule, open));
            }
        }
        Candidate[] candidates = found.isEmpty() ? NONE : found.toArray(Candidate[]::new);
        if (remembered.incrementAndGet() <= MAX_REMEMBERED) {
            bySourceAndName
                    .computeIfAbsent(source, any -> new ConcurrentHashMap<>())
                    .put(name, candidates);
        }
        return candidates;
    }

    /** How many rules an event of this name is asked by. */
    int candidateCount(String source, String name) {
        return candidates(source, name).length;
    }

    public List<SigmaRule> rules() {
        return rules;
    }

    /** Correlations that report, by the id that their findings name. */
    public Map<String, RuleHeader> correlations() {
        return correlations;
    }

    /** Those that only other correlations use included. */
    int correlationCount() {
        return plan.size();
    }

    /** The same for the same rules: says whether a swap changes anything. */
    public String hash() {
        return hash;
    }

    CorrelationPlan plan() {
        return plan;
    }

    List<Feed> feedsOf(SigmaRule rule) {
        return feeds.getOrDefault(rule.header().id(), List.of());
    }

    /** Null for a correlation that does not report, or is no longer there. */
    @Nullable
    RuleHeader header(String findingRule) {
        return correlations.get(findingRule);
    }
}
