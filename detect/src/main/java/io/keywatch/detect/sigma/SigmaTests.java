package io.keywatch.detect.sigma;

import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.MemoryTables;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code keywatch rules test PATH...}: do the rules match what their tests say? Every test plays its events to an engine
 * of its own; a rule matches when it has a finding, or a hit where only correlations use it.
 *
 * @param lines for people: what failed and why, then one line of summary
 */
public record SigmaTests(boolean ok, int passed, int failed, List<Problem> problems, List<String> lines) {
    public SigmaTests {
        problems = List.copyOf(problems);
        lines = List.copyOf(lines);
    }

    /**
     * @param reader one raw CloudTrail record as JSON to a call, with the allow-list of the running service; null or an
     *     exception where it is none
     */
    public static SigmaTests run(List<Path> paths, Function<String, @Nullable ApiCall> reader, SigmaSettings settings) {
        SigmaSource.Reading reading = SigmaSource.read(paths);
        SigmaLoad load = SigmaLoader.load(paths, settings);
        List<Problem> problems =
                new ArrayList<>(load.problems().stream().filter(Problem::grave).toList());
        List<TestCase> cases = TestReader.read(reading.sources(), problems);
        return run(load.ruleSet(), cases, problems, reader);
    }

    private static SigmaTests run(
            SigmaRuleSet ruleSet,
            List<TestCase> cases,
            List<Problem> problems,
            Function<String, @Nullable ApiCall> reader) {
        int passed = 0;
        List<String> lines =
                new ArrayList<>(problems.stream().map(Problem::toString).toList());
        for (TestCase test : cases) {
            String fault = fault(ruleSet, test, reader);
            if (fault == null) {
                passed++;
            } else {
                lines.add(test.source() + ":" + test.line() + ": failed: " + test.name() + ": " + fault);
            }
        }
        int failed = cases.size() - passed;
        if (cases.isEmpty()) {
            lines.add("there is no test in these files");
        }
        lines.add(passed + " tests passed, " + failed + " failed");
        boolean ok = failed == 0 && problems.isEmpty() && !cases.isEmpty();
        return new SigmaTests(ok, passed, failed, problems, lines);
    }

    /** @return null when it holds */
    private static @Nullable String fault(
            SigmaRuleSet ruleSet, TestCase test, Function<String, @Nullable ApiCall> reader) {
        SigmaEngine engine =
                new SigmaEngine(() -> ruleSet, SigmaEngine.Memory.specs(Codec.onHeap()), new MemoryTables());
        Map<String, Long> counts = new HashMap<>();
        TreeSet<String> ids = new TreeSet<>();
        for (String event : test.events()) {
            ApiCall call = call(event, reader);
            if (call == null) {
                return "an event is no CloudTrail record";
            }
            for (SigmaHit hit : ruleSet.evaluate(call)) {
                if (!hit.rule().reports()) {
                    counts.merge(hit.rule().header().findingRule(), 1L, Long::sum);
                }
            }
            engine.observe(call, finding -> count(finding, ids, counts));
        }
        engine.finish(finding -> count(finding, ids, counts));
        long found = counts.getOrDefault("sigma/" + test.rule(), 0L);
        if (test.findings() != null) {
            return found == test.findings() ? null : "expected " + test.findings() + " findings, there are " + found;
        }
        if (test.match() == (found > 0)) {
            return null;
        }
        return test.match() ? "the rule does not match" : "the rule matches";
    }

    private static void count(Finding finding, TreeSet<String> ids, Map<String, Long> counts) {
        if (ids.add(finding.getId())) {
            counts.merge(finding.getRule().getId(), 1L, Long::sum);
        }
    }

    private static @Nullable ApiCall call(String event, Function<String, @Nullable ApiCall> reader) {
        try {
            return reader.apply(event);
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** What a shell gets. */
    public int exitCode() {
        return ok ? 0 : 1;
    }
}
