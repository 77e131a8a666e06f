package io.keywatch.detect.sigma;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code keywatch rules check PATH...}: does every rule load?
 *
 * @param lines for people: problems as {@code file:line: error: message}, then one line of summary
 */
public record SigmaCheck(boolean ok, int rules, int correlations, List<Problem> problems, List<String> lines) {
    public SigmaCheck {
        problems = List.copyOf(problems);
        lines = List.copyOf(lines);
    }

    public static SigmaCheck check(List<Path> paths, SigmaSettings settings) {
        return of(SigmaLoader.load(paths, settings));
    }

    static SigmaCheck of(SigmaLoad load) {
        SigmaRuleSet ruleSet = load.ruleSet();
        int rules = ruleSet.rules().size();
        int correlations = ruleSet.correlationCount();
        long errors = load.problems().stream().filter(Problem::grave).count();
        long warnings = load.problems().size() - errors;
        List<String> lines =
                new ArrayList<>(load.problems().stream().map(Problem::toString).toList());
        if (rules + correlations == 0 && errors == 0) {
            lines.add("there is no rule in these files");
        }
        lines.add(rules + " rules and " + correlations + " correlations load, " + errors + " errors, " + warnings
                + " warnings");
        boolean ok = load.sound() && rules + correlations > 0;
        return new SigmaCheck(ok, rules, correlations, load.problems(), lines);
    }

    /** What a shell gets. */
    public int exitCode() {
        return ok ? 0 : 1;
    }
}
