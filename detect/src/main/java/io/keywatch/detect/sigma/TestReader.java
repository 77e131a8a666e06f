package io.keywatch.detect.sigma;

import io.keywatch.detect.sigma.match.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tests of rules: under {@code keywatch_tests} in the rule, which Sigma allows as a key of our own, and in the
 * file {@code name.tests.yml} beside {@code name.yml}, whose key is {@code tests}. Each has a {@code name}, an
 * {@code event} or {@code events}, and {@code match} or {@code findings}; in a file of several rules also {@code rule}.
 */
final class TestReader {
    private static final Set<String> KEYS = Set.of("name", "rule", "event", "events", "match", "findings");
    private static final Set<String> SIDECAR_KEYS = Set.of("tests");

    private final List<TestCase> cases = new ArrayList<>();

    private TestReader() {}

    static List<TestCase> read(List<SigmaSource> sources, List<Problem> problems) {
        TestReader reader = new TestReader();
        for (SigmaSource source : sources) {
            List<RuleHeader> rules = reader.inline(source, problems);
            Path sidecar = sidecar(source.name());
            if (sidecar != null && Files.isRegularFile(sidecar)) {
                reader.beside(sidecar, rules, problems);
            }
        }
        return reader.cases;
    }

    private static @Nullable Path sidecar(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? null : Path.of(name.substring(0, dot) + SigmaSource.TESTS);
    }

    /** @return the rules of the file, for its tests to name */
    private List<RuleHeader> inline(SigmaSource source, List<Problem> problems) {
        List<RuleHeader> rules = new ArrayList<>();
        HeaderReader headers = new HeaderReader(SigmaSettings.defaults(), (line, message) -> {});
        try {
            for (Yaml.Entries document : Documents.of(source.text())) {
                RuleHeader header = headers.read(document, source.name());
                rules.add(header);
                Yaml tests = document.get(HeaderReader.TESTS);
                if (tests != null) {
                    tests(tests, source.name(), List.of(header));
                }
            }
        } catch (RuleFault e) {
            report(new Problem(source.name(), e.line(), true, e.text()), problems);
        }
        return rules;
    }

    private void beside(Path file, List<RuleHeader> rules, List<Problem> problems) {
        String name = file.toString();
        try {
            if (Files.size(file) > SigmaSource.MAX_BYTES) {
                throw new RuleFault(1, "larger than " + SigmaSource.MAX_BYTES + " bytes");
            }
            for (Yaml document : YamlReader.read(Files.readString(file))) {
                if (!(document instanceof Yaml.Entries map) || !SIDECAR_KEYS.containsAll(map.keys())) {
                    throw new RuleFault(document.line(), "a file of tests has one key, 'tests'");
                }
                Yaml tests = map.get("tests");
                if (tests == null) {
                    throw new RuleFault(document.line(), "'tests' is missing");
                }
                tests(tests, name, rules);
            }
        } catch (RuleFault e) {
            report(new Problem(name, e.line(), true, e.text()), problems);
        } catch (IOException e) {
            report(new Problem(name, 1, true, "cannot be read: " + e.getClass().getSimpleName()), problems);
        }
    }

    private static void report(Problem problem, List<Problem> problems) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private void tests(Yaml value, String source, List<RuleHeader> rules) throws RuleFault {
        if (!(value instanceof Yaml.Items list)) {
            throw new RuleFault(value.line(), "tests must be a list");
        }
        for (Yaml item : list.items()) {
            if (!(item instanceof Yaml.Entries test)) {
                throw new RuleFault(item.line(), "a test must be a map");
            }
            cases.add(test(test, source, rules));
        }
    }

    private static TestCase test(Yaml.Entries test, String source, List<RuleHeader> rules) throws RuleFault {
        for (String key : test.keys()) {
            if (!KEYS.contains(key)) {
                String nearest = Nearest.of(key, KEYS);
                throw new RuleFault(
                        HeaderReader.lineOf(test, key),
                        "test: '" + key + "' is not known"
                                + (nearest == null ? "" : ": did you mean '" + nearest + "'?"));
            }
        }
        Yaml match = test.get("match");
        String findings = test.text("findings");
        if ((match == null) == (findings == null)) {
            throw new RuleFault(test.line(), "test: one of 'match' and 'findings'");
        }
        if (findings != null && !findings.matches("[0-9]{1,6}")) {
            throw new RuleFault(HeaderReader.lineOf(test, "findings"), "test: 'findings' must be a whole number");
        }
        return new TestCase(
                source,
                test.line(),
                rule(test, rules).id(),
                test.required("name"),
                events(test),
                match != null && Yaml.truth(match, "match"),
                findings == null ? null : Integer.valueOf(findings));
    }

    private static RuleHeader rule(Yaml.Entries test, List<RuleHeader> rules) throws RuleFault {
        String named = test.text("rule");
        if (named == null && rules.size() == 1) {
            return rules.getFirst();
        }
        for (RuleHeader rule : rules) {
            if (named != null && (rule.isNamed(named) || rule.title().equals(named))) {
                return rule;
            }
        }
        throw new RuleFault(
                test.line(),
                named == null ? "test: 'rule' says which of the rules" : "test: there is no rule '" + named + "'");
    }

    private static List<String> events(Yaml.Entries test) throws RuleFault {
        Yaml one = test.get("event");
        Yaml several = test.get("events");
        if ((one == null) == (several == null)) {
            throw new RuleFault(test.line(), "test: one of 'event' and 'events'");
        }
        List<Yaml> events = one != null ? List.of(one) : several instanceof Yaml.Items list ? list.items() : List.of();
        if (events.isEmpty()) {
            throw new RuleFault(test.line(), "test: 'events' must be a list");
        }
        List<String> records = new ArrayList<>();
        for (Yaml event : events) {
            records.add(RawEvent.json(event, records.size()));
        }
        return records;
    }
}
