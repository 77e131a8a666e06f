package io.keywatch.detect.sigma;

import io.keywatch.detect.call.EventClock;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.sigma.correlate.Correlation;
import io.keywatch.detect.sigma.correlate.Feed;
import io.keywatch.detect.sigma.correlate.Held;
import io.keywatch.detect.sigma.correlate.Windows;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.Expiring;
import io.keywatch.detect.state.MemoryTables;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls to findings: one for each rule, principal and UTC day; one for each correlation, group and UTC day. The same
 * events in another order, late or twice end in the same findings.
 *
 * <p>Where calls are spread by principal, correlations over several principals need their calls in one place: there
 * {@link #observe(ApiCall, Consumer, BiConsumer)} hands out what counts by family, and {@link #correlate} takes it in on
 * the other side.
 *
 * <p>Not thread-safe; called on the thread that owns its tables. The rule set may be swapped from any thread.
 */
public final class SigmaEngine {
    /** Later copies of an event count again; CloudTrail and a stalled queue stay well below. */
    private static final long SEEN_RETENTION = 24 * TimeKeys.HOUR;

    private static final long SWEEP_INTERVAL = TimeKeys.HOUR / 12;
    private static final int SWEEP_AT_ONCE = 2_000;

    /** A correlation of 30 days may still add to the finding of its first day. */
    private static final long FINDING_DAYS = Correlation.MAX_TIMESPAN.toDays() + 2;

    private final Supplier<SigmaRuleSet> rules;
    private final Expiring<Boolean> seen;
    private final Episodes episodes;
    private final Windows windows;
    private final EventClock clock = new EventClock();
    private Consumer<Finding> out = finding -> {};
    private long sweptAt = Long.MIN_VALUE;

    /** The engine's memory, each table its own store. */
    public record Memory(
            TableSpec<Boolean> seen,
            TableSpec<Finding> findings,
            TableSpec<Boolean> unpublished,
            Windows.Memory windows) {

        public static Memory specs(Codec<Finding> findings) {
            return new Memory(
                    new TableSpec<>("sigma-seen-events", Codec.MARK),
                    new TableSpec<>("sigma-findings", findings),
                    new TableSpec<>("sigma-unpublished", Codec.MARK),
                    Windows.Memory.specs());
        }

        /** Of {@link #correlations}, whose findings are another application part's than those of the rules. */
        public static Memory ofCorrelations(Codec<Finding> findings) {
            Memory usual = specs(findings);
            return new Memory(
                    usual.seen(),
                    new TableSpec<>("sigma-correlated-findings", findings),
                    new TableSpec<>("sigma-correlated-unpublished", Codec.MARK),
                    usual.windows());
        }

        /** What {@link #rules} opens: it hands on what counts, and keeps no windows. */
        public List<TableSpec<?>> rulesOnly() {
            return List.of(seen, findings, unpublished);
        }

        /** What {@link #correlations} opens: windows know themselves what they have seen. */
        public List<TableSpec<?>> correlationsOnly() {
            List<TableSpec<?>> all = new ArrayList<>(List.of(findings, unpublished));
            all.addAll(windows.all());
            return all;
        }
    }

    /** @param rules asked for at every call: an {@code AtomicReference::get} swaps them */
    public SigmaEngine(Supplier<SigmaRuleSet> rules, Memory memory, Tables tables) {
        this(rules, memory, tables, tables, tables);
    }

    private SigmaEngine(
            Supplier<SigmaRuleSet> rules, Memory memory, Tables ofSeen, Tables ofFindings, Tables ofWindows) {
        this.rules = rules;
        this.seen = new Expiring<>(ofSeen.open(memory.seen()));
        this.episodes = new Episodes(ofFindings.open(memory.findings()), ofFindings.open(memory.unpublished()));
        this.windows = new Windows(memory.windows(), ofWindows, this::held);
    }

    /** For {@link #observe(ApiCall, Consumer, BiConsumer)}; windows are the other side's, these stay empty. */
    public static SigmaEngine rules(Supplier<SigmaRuleSet> rules, Memory memory, Tables tables) {
        return new SigmaEngine(rules, memory, tables, tables, new MemoryTables());
    }

    /** For {@link #correlate}. */
    public static SigmaEngine correlations(Supplier<SigmaRuleSet> rules, Memory memory, Tables tables) {
        return new SigmaEngine(rules, memory, new MemoryTables(), tables, tables);
    }

    /** Everything in one place: replay, tests, or a topology of one partition. */
    public void observe(ApiCall call, Consumer<Finding> findings) {
        long now = clock.advance(call);
        SigmaRuleSet ruleSet = rules.get();
        List<SigmaHit> hits = ruleSet.evaluate(call);
        if (!hits.isEmpty()) {
            report(hits, findings);
            for (SigmaHit hit : hits) {
                feed(ruleSet, ruleSet.feedsOf(hit.rule()), call, findings);
            }
        }
        sweep(ruleSet, now, findings);
    }

    /** @param onward receives the family of correlations that counts the call, and the call */
    public void observe(ApiCall call, Consumer<Finding> findings, BiConsumer<String, ApiCall> onward) {
        long now = clock.advance(call);
        SigmaRuleSet ruleSet = rules.get();
        List<SigmaHit> hits = ruleSet.evaluate(call);
        if (!hits.isEmpty()) {
            report(hits, findings);
            Set<String> families = new LinkedHashSet<>();
            for (SigmaHit hit : hits) {
                ruleSet.feedsOf(hit.rule())
                        .forEach(feed -> families.add(ruleSet.plan().family(feed.target())));
            }
            families.forEach(family -> onward.accept(family, call));
        }
        sweep(ruleSet, now, findings);
    }

    /** The other side of {@code onward}: all calls of one family come to one engine. */
    public void correlate(String family, ApiCall call, Consumer<Finding> findings) {
        long now = clock.advance(call);
        SigmaRuleSet ruleSet = rules.get();
        for (SigmaHit hit : ruleSet.evaluate(call)) {
            List<Feed> feeds = ruleSet.feedsOf(hit.rule()).stream()
                    .filter(feed -> ruleSet.plan().family(feed.target()).equals(family))
                    .toList();
            feed(ruleSet, feeds, call, findings);
        }
        sweep(ruleSet, now, findings);
    }

    /** Publishes what changed quietly, and judges what is over by event time; see {@link Episodes#flush}. */
    public int flush(Consumer<Finding> findings) {
        out = findings;
        windows.advance(rules.get().plan(), clock.now());
        return episodes.flush(findings);
    }

    /** Judges every window that waits for late events, as if they had come: at the end of a replay. */
    public void finish(Consumer<Finding> findings) {
        out = findings;
        windows.advance(rules.get().plan(), Long.MAX_VALUE / 2);
        int left = episodes.flush(findings);
        while (left > 0) {
            left = episodes.flush(findings);
        }
    }

    private void feed(SigmaRuleSet ruleSet, List<Feed> feeds, ApiCall call, Consumer<Finding> findings) {
        out = findings;
        for (Feed feed : feeds) {
            windows.accept(ruleSet.plan(), feed, call);
        }
    }

    private void report(List<SigmaHit> hits, Consumer<Finding> findings) {
        if (hits.stream().noneMatch(hit -> hit.rule().reports())) {
            return;
        }
        for (SigmaHit hit : hits) {
            if (hit.rule().reports() && firstTime(hit)) {
                RuleFinding.Part part = RuleFinding.ofHit(hit);
                episodes.contribute(part.rule(), part.day(), part.finding(), findings);
            }
        }
    }

    /** Once for each rule, so that a rule that is new sees what others have seen. */
    private boolean firstTime(SigmaHit hit) {
        long hour = Math.floorDiv(hit.call().getEventTime().toEpochMilli(), TimeKeys.HOUR);
        String key = TimeKeys.minute(hour * 60) + "|" + hit.call().getEventId() + "|"
                + hit.rule().header().id();
        if (seen.get(key) != null) {
            return false;
        }
        seen.put(key, Boolean.TRUE);
        return true;
    }

    private void held(Correlation correlation, String group, Held held) {
        RuleHeader header = rules.get().header(correlation.id());
        if (header != null) {
            RuleFinding.Part part = RuleFinding.ofCorrelation(header, correlation, group, held);
            episodes.replace(part.rule(), part.day(), part.finding(), out);
        }
    }

    private void sweep(SigmaRuleSet ruleSet, long now, Consumer<Finding> findings) {
        if (now < sweptAt + SWEEP_INTERVAL) {
            return;
        }
        sweptAt = now;
        out = findings;
        windows.advance(ruleSet.plan(), now);
        seen.forgetBefore(TimeKeys.minute((now - SEEN_RETENTION) / 60_000), SWEEP_AT_ONCE);
        episodes.forgetBefore(TimeKeys.dayOf(now) - FINDING_DAYS, SWEEP_AT_ONCE, findings);
    }
}
