package io.keywatch.detect.rule;

import io.keywatch.schemas.v1.Finding;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Which rules are silent and which are on trial. Both keep up what they learn, so that switching on again starts warm,
 * and neither touches what another rule has learned.
 *
 * @param off ids of rules whose findings are dropped
 * @param dryRun ids of rules whose findings are indexed and page nobody, as those of staged user rules
 */
public record RuleSwitches(Set<String> off, Set<String> dryRun) {
    /** Every rule pages as it is written. */
    public static final RuleSwitches ALL_ON = new RuleSwitches(Set.of(), Set.of());

    private static final String STAGED = "staged";

    public RuleSwitches {
        off = Set.copyOf(off);
        dryRun = Set.copyOf(dryRun);
    }

    public static RuleSwitches without(Set<String> off) {
        return new RuleSwitches(off, Set.of());
    }

    /** Both together. */
    public RuleSwitches and(RuleSwitches other) {
        Set<String> bothOff = new TreeSet<>(off);
        bothOff.addAll(other.off);
        Set<String> bothDry = new TreeSet<>(dryRun);
        bothDry.addAll(other.dryRun);
        return new RuleSwitches(bothOff, bothDry);
    }

    /** {@code out} behind the switches. A finding on trial is passed on as a copy: the original is somebody's state. */
    public Consumer<Finding> over(Consumer<Finding> out) {
        if (off.isEmpty() && dryRun.isEmpty()) {
            return out;
        }
        return finding -> {
            String rule = finding.getRule().getId();
            if (off.contains(rule)) {
                return;
            }
            if (dryRun.contains(rule)) {
                Map<String, String> facts = new TreeMap<>(finding.getFacts());
                facts.put(STAGED, "true");
                out.accept(Finding.newBuilder(finding).setFacts(facts).build());
            } else {
                out.accept(finding);
            }
        };
    }
}
