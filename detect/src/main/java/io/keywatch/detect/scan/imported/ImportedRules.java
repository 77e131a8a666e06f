package io.keywatch.detect.scan.imported;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of users' files. Immutable.
 *
 * @param allowlists that hold for what built-in rules find too: those of files that say {@code useDefault}
 * @param ofRule the same for one built-in rule each
 * @param disabled ids of built-in rules that find nothing
 * @param hash changes when one of the files does; empty without files
 */
public record ImportedRules(
        List<ImportedRule> rules,
        List<Allowlist> allowlists,
        Map<String, List<Allowlist>> ofRule,
        Set<String> disabled,
        String hash) {
    public static final ImportedRules NONE = new ImportedRules(List.of(), List.of(), Map.of(), Set.of(), "");

    public ImportedRules {
        rules = List.copyOf(rules);
        allowlists = List.copyOf(allowlists);
        ofRule = Map.copyOf(ofRule);
        disabled = Set.copyOf(disabled);
    }

    /**
     * What came of reading files.
     *
     * @param problems for which the rules must not be used
     * @param notes what loads and cannot have the effect that its author may think of
     */
    public record Load(ImportedRules rules, List<Problem> problems, List<Problem> notes) {
        public Load {
            problems = List.copyOf(problems);
            notes = List.copyOf(notes);
        }
    }

    /**
     * What is wrong with a file.
     *
     * @param where the rule or table, empty for the file
     * @param key the key that is wrong, empty for the whole
     */
    public record Problem(String file, String where, String key, String message) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(file);
            for (String part : new String[] {where, key, message}) {
                if (!part.isEmpty()) {
                    text.append(": ").append(part);
                }
            }
            return text.toString();
        }
    }

    /**
     * Reads files of gitleaks' format, all problems at once.
     *
     * @param builtin ids of the built-in rules that are in force beside these; empty for none
     */
    public static Load load(List<Path> files, Set<String> builtin) {
        return new ConfigLoader(builtin).load(files);
    }

    public boolean isEmpty() {
        return hash.isEmpty();
    }

    @Override
    public String toString() {
        return "ImportedRules[" + rules.size() + " rules]";
    }
}
