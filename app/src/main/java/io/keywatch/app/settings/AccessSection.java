package io.keywatch.app.settings;

import io.keywatch.app.rules.UserRules;
import io.keywatch.detect.access.AccessAnalyzer;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.correlate.JoinSettings;
import io.keywatch.detect.incident.IncidentDesk;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.sigma.SigmaLoad;
import io.keywatch.detect.sigma.SigmaRuleSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Section {@code access}.
 *
 * @param analysis what the built-in rules are told
 * @param joins what the joins are told
 * @param userRules compiled when the file is read: a rule that does not load is a problem of the file
 */
public record AccessSection(AccessSettings analysis, JoinSettings joins, SigmaRuleSet userRules) {

    static AccessSection read(Section section) {
        return new AccessSection(analysis(section), joins(section), userRules(section));
    }

    private static AccessSettings analysis(Section section) {
        Set<String> known = Stream.of(AccessAnalyzer.rules(), IncidentDesk.rules())
                .flatMap(List::stream)
                .map(RuleSpec::id)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> off = Set.copyOf(section.texts(
                "off",
                List.of(),
                "Ids of rules that stay silent; what they learn is kept up, so that they start warm."));
        for (String rule : off) {
            if (!known.contains(rule)) {
                section.problem(
                        "off",
                        "there is no rule '" + rule + "'"
                                + NearestName.of(rule, known)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse(""));
            }
        }
        return new AccessSettings(off);
    }

    private static JoinSettings joins(Section section) {
        Map<String, String> environments = section.map(
                "environments",
                account -> false,
                "Environment of an account by its id, such as `prod`, `staging` or `dev`: makes the reading of production secrets from elsewhere certain, where names are a guess.");
        List<String> ownRoles = section.texts(
                "ownRoles", List.of(), "ARNs of the roles that Keywatch reads content with; their reads are nobody's.");
        boolean objectReads = section.flag(
                "objectReads",
                true,
                "Remember for a week who reads which object, to name the readers of one that turns out to hold a secret: about 200 bytes for each object, reader and day.");
        return new JoinSettings(environments, Set.copyOf(ownRoles), objectReads);
    }

    private static SigmaRuleSet userRules(Section section) {
        List<Path> paths = section.paths(
                "userRules",
                "Folders and files of Sigma rules; one that does not load fails the start. `keywatch rules check` tells more.");
        if (paths.isEmpty()) {
            return SigmaRuleSet.EMPTY;
        }
        SigmaLoad load = UserRules.load(paths);
        load.problems().stream()
                .filter(io.keywatch.detect.sigma.Problem::grave)
                .forEach(problem -> section.problem("userRules", problem.toString()));
        return load.ruleSet();
    }
}
