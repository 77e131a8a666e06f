package io.keywatch.detect.sigma;

import io.keywatch.schemas.v1.Attack;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ATT&CK techniques from tags. Rules of any age: v18 ids become those of v19 and stay as alias; v19 ids get the alias of
 * v18, so that older content finds them.
 */
final class AttackTags {
    private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");

    /** MITRE's revoked-by links between v18 and v19, as far as defence evasion was split. */
    private static final Map<String, String> V19 = Map.of(
            "T1562.008", "T1685.002",
            "T1562", "T1685",
            "T1562.001", "T1685",
            "T1562.006", "T1685",
            "T1562.007", "T1686.001",
            "T1562.010", "T1689",
            "T1070.001", "T1685.005",
            "T1070.002", "T1685.006");

    /** Where several ids became one, the one that cloud content mostly names. */
    private static final Map<String, String> V18 = Map.of(
            "T1685.002", "T1562.008",
            "T1685", "T1562.001",
            "T1686.001", "T1562.007",
            "T1689", "T1562.010",
            "T1685.005", "T1070.001",
            "T1685.006", "T1070.002");

    private static final Set<String> TACTICS = Set.of(
            "reconnaissance",
            "resource-development",
            "initial-access",
            "execution",
            "persistence",
            "privilege-escalation",
            "defense-evasion",
            "stealth",
            "defense-impairment",
            "credential-access",
            "discovery",
            "lateral-movement",
            "collection",
            "command-and-control",
            "exfiltration",
            "impact");

    private AttackTags() {}

    static List<Attack> of(List<String> tags) {
        Set<String> tactics = new TreeSet<>();
        List<Attack> techniques = new ArrayList<>();
        for (String tag : tags) {
            if (!tag.startsWith("attack.")) {
                continue;
            }
            String name = tag.substring("attack.".length()).replace('_', '-');
            String id = name.toUpperCase(Locale.ROOT);
            if (TECHNIQUE.matcher(id).matches()) {
                techniques.add(technique(id));
            } else if (TACTICS.contains(name)) {
                tactics.add(title(name));
            }
        }
        // with several tactics nobody knows which technique serves which
        String only = tactics.size() == 1 ? tactics.iterator().next() : null;
        techniques.forEach(technique -> technique.setTactic(only));
        return List.copyOf(techniques);
    }

    private static Attack technique(String id) {
        String now = V19.getOrDefault(id, id);
        @Nullable String before = now.equals(id) ? V18.get(id) : id;
        return Attack.newBuilder().setTechnique(now).setAlias(before).build();
    }

    private static String title(String tactic) {
        StringBuilder title = new StringBuilder();
        for (String word : tactic.split("-")) {
            boolean small = word.equals("and");
            title.append(title.isEmpty() ? "" : " ")
                    .append(small ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return title.toString();
    }
}
