package io.keywatch.app.bench.quality;

import io.keywatch.app.quality.judge.Contender;
import io.keywatch.detect.DetectorCatalog;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.rule.RuleSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keywatch as it is shipped, and without each of its detectors. */
public final class Contenders {
    private static final int RULES_TOLD = 16;

    private Contenders() {}

    public static Contender keywatch() {
        return KeywatchUnderTest.contender(
                "keywatch", "Keywatch with its default settings, told no peers", AccessSettings.defaults());
    }

    /** As shipped, and then without one detector family each; they share what they have in common, so take all or none. */
    public static List<Contender> withAblations() {
        Map<String, Set<String>> families = new TreeMap<>();
        for (RuleSpec rule : DetectorCatalog.access()) {
            families.computeIfAbsent(rule.detector(), detector -> new TreeSet<>())
                    .add(rule.id());
        }
        SharedCore.Runs runs = new SharedCore.Runs(families.getOrDefault("D9", Set.of()));
        Contender shipped = keywatch();
        List<Contender> all = new ArrayList<>();
        all.add(new Contender(
                shipped.name(), shipped.kind(), shipped.note(), run -> new AblatedUnderTest(runs, run, Set.of())));
        families.forEach((family, rules) -> all.add(new Contender(
                "without " + family,
                Contender.Kind.ABLATION,
                rules.size() <= RULES_TOLD ? String.join(", ", rules) : "its " + rules.size() + " rules",
                run -> new AblatedUnderTest(runs, run, rules))));
        return all;
    }
}
