package io.keywatch.app.bench.quality;

import io.keywatch.app.quality.judge.Contender;
import io.keywatch.detect.DetectorCatalog;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.rule.RuleSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keywatch as it is shipped, and without each of its detectors. */
public final class Contenders {
    private Contenders() {}

    public static Contender keywatch() {
        return KeywatchUnderTest.contender(
                "keywatch", "Keywatch with its default settings, told no peers", AccessSettings.defaults());
    }

    /** Without one detector family each, of those that are there. */
    public static List<Contender> ablated() {
        Map<String, Set<String>> families = new TreeMap<>();
        for (RuleSpec rule : DetectorCatalog.access()) {
            families.computeIfAbsent(rule.detector(), detector -> new TreeSet<>())
                    .add(rule.id());
        }
        return families.entrySet().stream()
                .map(family -> KeywatchUnderTest.contender(
                        "without-" + family.getKey(),
                        "Keywatch without " + family.getKey() + ": " + String.join(", ", family.getValue()),
                        AccessSettings.without(family.getValue())))
                .toList();
    }
}
