package io.keywatch.detect.scan;

import io.keywatch.detect.scan.rule.Rule;
import io.keywatch.detect.scan.text.Lines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parts that must stand together: a candidate of a rule that requires another one stays only where one of that rule
 * stands within so many lines of the same text. Costs nothing where no such rule matched. Immutable.
 */
final class Companions {
    private final Map<String, Rule> dependents = new HashMap<>();

    Companions(List<Rule> rules) {
        for (Rule rule : rules) {
            if (rule.spec().requires() != null) {
                dependents.put(rule.spec().id(), rule);
            }
        }
    }

    /** Before overlaps are settled: the required part may be the less specific of two. */
    List<Candidate> apply(List<Candidate> candidates, Lines lines) {
        List<Candidate> left = candidates;
        // a part may require another part: after as many rounds as there are such rules nothing more can fall
        for (int round = 0; round < dependents.size(); round++) {
            List<Candidate> next = round(left, lines);
            if (next.size() == left.size()) {
                break;
            }
            left = next;
        }
        return left;
    }

    private List<Candidate> round(List<Candidate> candidates, Lines lines) {
        if (candidates.stream().noneMatch(this::depends)) {
            return candidates;
        }
        Map<String, int[]> linesOfRule = new HashMap<>();
        List<Candidate> kept = new ArrayList<>(candidates.size());
        for (Candidate c : candidates) {
            Rule rule = depends(c) ? dependents.get(c.rule().id()) : null;
            String required = rule == null ? null : rule.spec().requires();
            if (rule == null || required == null) {
                kept.add(c);
                continue;
            }
            int[] there = linesOfRule.computeIfAbsent(
                    required,
                    id -> candidates.stream()
                            .filter(other -> other.rule().id().equals(id))
                            .mapToInt(other -> lines.line(other.start()))
                            .sorted()
                            .toArray());
            if (near(there, lines.line(c.start()), rule.spec().withinLines())) {
                kept.add(c);
            }
        }
        return kept;
    }

    /** What was decoded has been judged in the text that it stood in. */
    private boolean depends(Candidate c) {
        return c.value() == null && dependents.containsKey(c.rule().id());
    }

    private static boolean near(int[] sorted, int line, int within) {
        int at = Arrays.binarySearch(sorted, line);
        if (at >= 0) {
            return true;
        }
        int after = -at - 1;
        return (after < sorted.length && sorted[after] - line <= within)
                || (after > 0 && line - sorted[after - 1] <= within);
    }
}
