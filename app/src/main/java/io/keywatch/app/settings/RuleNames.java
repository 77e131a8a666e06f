package io.keywatch.app.settings;

import io.keywatch.detect.rule.RuleSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Built-in rules as an operator names them: by id or by detector. */
final class RuleNames {
    private RuleNames() {}

    /** Ids of the rules that the list {@code option} names; a name that none of {@code rules} has is a problem. */
    static Set<String> read(Section section, String option, List<RuleSpec> rules, String doc) {
        Map<String, Set<String>> known = new TreeMap<>();
        for (RuleSpec rule : rules) {
            known.put(rule.id(), Set.of(rule.id()));
            known.computeIfAbsent(rule.detector(), detector -> new TreeSet<>()).add(rule.id());
        }
        Set<String> chosen = new TreeSet<>();
        for (String name : section.texts(option, List.of(), doc)) {
            Set<String> named = known.get(name);
            if (named == null) {
                section.problem(
                        option,
                        "there is no rule '" + name + "'"
                                + NearestName.of(name, known.keySet())
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse(""));
            } else {
                chosen.addAll(named);
            }
        }
        return chosen;
    }
}
