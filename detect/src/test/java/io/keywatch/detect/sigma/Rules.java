package io.keywatch.detect.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.MemoryTables;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules from texts, and what comes of events. */
final class Rules {
    static final Codec<Finding> NO_CODEC = new Codec<>() {
        @Override
        public byte[] encode(Finding value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Finding decode(byte[] bytes) {
            throw new UnsupportedOperationException();
        }
    };

    private Rules() {}

    static SigmaLoad load(String... texts) {
        return load(SigmaSettings.defaults(), texts);
    }

    static SigmaLoad load(SigmaSettings settings, String... texts) {
        List<SigmaSource> sources = java.util.stream.IntStream.range(0, texts.length)
                .mapToObj(i -> new SigmaSource("rule" + i + ".yml", texts[i]))
                .toList();
        return SigmaLoader.loadTexts(sources, settings);
    }

    static SigmaRuleSet sound(String... texts) {
        SigmaLoad load = load(texts);
        assertThat(load.problems()).filteredOn(Problem::grave).isEmpty();
        return load.ruleSet();
    }

    /** A rule with one selection; {@code body} is indented by this. */
    static String rule(String id, String selection) {
        return rule(id, "selection:\n" + selection.indent(2).stripTrailing(), "selection");
    }

    static String rule(String id, String selections, String condition) {
        return "title: Rule " + id + "\nid: " + id + "\nname: " + id + "_name\nstatus: stable\nlevel: high\n"
                + "logsource:\n  product: aws\n  service: cloudtrail\ndetection:\n"
                + selections.indent(2).stripTrailing() + "\n  condition: " + condition + "\n";
    }

    static boolean matches(String selection, String event) {
        return matches(sound(rule("a", selection)), TestTrail.call(event));
    }

    static boolean matches(SigmaRuleSet rules, ApiCall call) {
        return !rules.evaluate(call).isEmpty();
    }

    /** The last state of every finding. */
    static Map<String, Finding> findings(SigmaRuleSet rules, List<ApiCall> calls) {
        SigmaEngine engine = engine(rules);
        Map<String, Finding> findings = new LinkedHashMap<>();
        for (ApiCall call : calls) {
            engine.observe(
                    call,
                    finding -> findings.put(
                            finding.getId(), Finding.newBuilder(finding).build()));
        }
        engine.finish(finding ->
                findings.put(finding.getId(), Finding.newBuilder(finding).build()));
        return findings;
    }

    static SigmaEngine engine(SigmaRuleSet rules) {
        return new SigmaEngine(() -> rules, SigmaEngine.Memory.specs(NO_CODEC), new MemoryTables());
    }
}
