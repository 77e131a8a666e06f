package io.keywatch.detect.sigma;

import java.util.List;

/**
 * What came of loading: the rules that are sound, and what is wrong with the others. Whether a set with errors is used
 * is the caller's choice.
 */
public record SigmaLoad(SigmaRuleSet ruleSet, List<Problem> problems) {
    public SigmaLoad {
        problems = List.copyOf(problems);
    }

    /** Every rule loads; there may be warnings. */
    public boolean sound() {
        return problems.stream().noneMatch(Problem::grave);
    }
}
