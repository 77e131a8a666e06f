package io.keywatch.detect.scan.imported;

import com.google.re2j.Pattern;
import io.keywatch.detect.scan.imported.Allowlist.Target;
import io.keywatch.detect.scan.imported.ImportedRules.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Allowlists as written, of a rule or of a file. */
final class AllowlistReader {
    private final List<Problem> notes;

    AllowlistReader(List<Problem> notes) {
        this.notes = notes;
    }

    /** Both forms that a rule may have; one of them. */
    List<Allowlist> of(Table rule) {
        List<Table> tables = new ArrayList<>(rule.tables("allowlists", "allowlist"));
        Table single = rule.table("allowlist");
        if (single != null) {
            if (!tables.isEmpty()) {
                single.problem("", "allowlists are given too: take one of the two forms");
            }
            tables.add(single);
        }
        return tables.stream().map(table -> read(table, false)).toList();
    }

    Allowlist read(Table table, boolean global) {
        if (global) {
            table.allowOnly(
                    "description",
                    "condition",
                    "commits",
                    "paths",
                    "regexTarget",
                    "regexes",
                    "stopwords",
                    "targetRules");
        } else {
            table.allowOnly("description", "condition", "commits", "paths", "regexTarget", "regexes", "stopwords");
        }
        table.text("description");
        List<String> commits = table.texts("commits");
        if (!commits.isEmpty()) {
            notes.add(new Problem(
                    table.file(), table.where(), "commits", "content has no commit here: they hold for nothing"));
        }
        List<Pattern> paths = table.regexes("paths");
        List<Pattern> regexes = table.regexes("regexes");
        List<String> stopwords = table.texts("stopwords").stream()
                .map(w -> w.toLowerCase(Locale.ROOT))
                .toList();
        if (!table.has("commits") && !table.has("paths") && !table.has("regexes") && !table.has("stopwords")) {
            table.problem("", "has none of commits, paths, regexes and stopwords");
        }
        if (stopwords.contains("")) {
            table.problem("stopwords", "an empty one is in everything");
        }
        return new Allowlist(all(table), !commits.isEmpty(), paths, regexes, target(table), stopwords);
    }

    private static boolean all(Table table) {
        String condition = table.text("condition").toUpperCase(Locale.ROOT);
        return switch (condition) {
            case "", "OR", "||" -> false;
            case "AND", "&&" -> true;
            default -> {
                table.problem("condition", "must be AND or OR");
                yield false;
            }
        };
    }

    private static Target target(Table table) {
        return switch (table.text("regexTarget")) {
            case "", "secret" -> Target.SECRET;
            case "match" -> Target.MATCH;
            case "line" -> Target.LINE;
            default -> {
                table.problem("regexTarget", "must be secret, match or line");
                yield Target.SECRET;
            }
        };
    }
}
