package io.keywatch.detect.sigma;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A test of a rule.
 *
 * @param rule id of the rule
 * @param events raw CloudTrail records, JSON
 * @param match whether the rule matches
 * @param findings how many findings it has; null where that does not matter
 */
record TestCase(
        String source,
        int line,
        String rule,
        String name,
        List<String> events,
        boolean match,
        @Nullable Integer findings) {
    TestCase {
        events = List.copyOf(events);
    }
}
