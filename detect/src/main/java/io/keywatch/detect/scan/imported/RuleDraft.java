package io.keywatch.detect.scan.imported;

import com.google.re2j.Pattern;
import io.keywatch.detect.scan.RuleInfo;
import io.keywatch.detect.scan.imported.ImportedRule.Required;
import io.keywatch.detect.scan.imported.ImportedRules.Problem;
import io.keywatch.schemas.v1.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule as written, before it is put over the one of the same id that its file extends.
 *
 * @param useDefault whether its file extends the built-in rules
 * @param regexText as written; {@code regex} is null where it is empty or does not compile
 * @param allowlists grows by those of the file
 */
record RuleDraft(
        String id,
        String file,
        boolean useDefault,
        String description,
        String regexText,
        @Nullable Pattern regex,
        @Nullable Pattern path,
        int secretGroup,
        double entropy,
        List<String> keywords,
        List<String> tags,
        List<Allowlist> allowlists,
        List<Required> required,
        boolean skipReport) {
    /** Bits per byte cannot be more. */
    private static final int MAX_ENTROPY = 8;

    /** gitleaks files state no confidence: a format of the user's own, without a check. */
    private static final double CONFIDENCE = 0.8;

    private static final String REMEDIATION =
            "Change the value where it is used and keep the new one in AWS Secrets Manager; remove it here.";

    RuleDraft {
        keywords = List.copyOf(keywords);
        tags = List.copyOf(tags);
        allowlists = new ArrayList<>(allowlists);
        required = List.copyOf(required);
    }

    /** @return null for a rule without id, which is a problem */
    static @Nullable RuleDraft read(Table table, AllowlistReader lists, boolean useDefault) {
        String id = table.text("id");
        if (id.isBlank()) {
            table.problem("id", "must be given");
            return null;
        }
        Table rule = table.named("rule " + id);
        rule.allowOnly(
                "id",
                "description",
                "regex",
                "secretGroup",
                "keywords",
                "entropy",
                "path",
                "tags",
                "allowlist",
                "allowlists",
                "required",
                "skipReport");
        List<String> keywords = rule.texts("keywords").stream()
                .map(k -> k.toLowerCase(Locale.ROOT))
                .toList();
        if (keywords.stream().anyMatch(k -> k.isEmpty() || k.chars().anyMatch(c -> c >= 0x80))) {
            rule.problem("keywords", "must be of ASCII and not empty");
        }
        List<Required> required = new ArrayList<>();
        for (Table part : rule.tables("required", "required")) {
            part.allowOnly("id", "withinLines", "withinColumns");
            if (part.text("id").isEmpty()) {
                part.problem("id", "must be given");
            }
            required.add(new Required(
                    part.text("id"),
                    part.count("withinLines", ImportedRule.ANYWHERE),
                    part.count("withinColumns", ImportedRule.ANYWHERE)));
        }
        return new RuleDraft(
                id,
                rule.file(),
                useDefault,
                rule.text("description"),
                rule.text("regex"),
                rule.regex("regex"),
                rule.regex("path"),
                rule.count("secretGroup", 0),
                rule.number("entropy", MAX_ENTROPY),
                keywords,
                rule.texts("tags"),
                lists.of(rule),
                required,
                rule.flag("skipReport"));
    }

    void allow(Allowlist list) {
        allowlists.add(list);
    }

    /** As gitleaks puts a rule over the one it extends: what is given replaces, lists are joined. */
    RuleDraft over(RuleDraft base) {
        return new RuleDraft(
                id,
                file,
                useDefault,
                description.isEmpty() ? base.description : description,
                regexText.isEmpty() ? base.regexText : regexText,
                regexText.isEmpty() ? base.regex : regex,
                path == null ? base.path : path,
                secretGroup == 0 ? base.secretGroup : secretGroup,
                entropy == 0 ? base.entropy : entropy,
                joined(base.keywords, keywords),
                joined(base.tags, tags),
                joined(base.allowlists, allowlists),
                joined(base.required, required),
                skipReport || base.skipReport);
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).distinct().toList();
    }

    /** Whether it only adds allowlists to a built-in rule, which is what its file extends. */
    boolean addsToBuiltin(Set<String> builtin) {
        return useDefault && findsNothing() && builtin.contains(id);
    }

    private boolean findsNothing() {
        return regexText.isEmpty() && path == null;
    }

    /** @param known ids of the rules of its file and of what that extends */
    @Nullable
    ImportedRule compile(List<Problem> problems, Set<String> known, Set<String> builtin) {
        int before = problems.size();
        if (findsNothing()) {
            problem(problems, "regex", "must be given, or path");
        }
        if (regexText.isEmpty() && (entropy > 0 || secretGroup > 0 || !keywords.isEmpty() || !required.isEmpty())) {
            problem(
                    problems,
                    "path",
                    "alone makes a finding: entropy, secretGroup, keywords and required need a regex");
        }
        if (regex != null && secretGroup > regex.groupCount()) {
            problem(problems, "secretGroup", "is " + secretGroup + ", the regex has " + regex.groupCount() + " groups");
        }
        for (Required part : required) {
            boolean there = known.contains(part.ruleId()) || (useDefault && builtin.contains(part.ruleId()));
            if (part.ruleId().equals(id) || !there) {
                problem(problems, "required", "there is no other rule '" + part.ruleId() + "'");
            }
        }
        if (problems.size() > before || (regex == null && !regexText.isEmpty())) {
            return null;
        }
        Path name = Path.of(file).getFileName();
        RuleInfo info = new RuleInfo(
                id,
                description.isBlank() ? id : description,
                "1",
                id,
                null,
                Severity.HIGH,
                CONFIDENCE,
                REMEDIATION,
                "rule file " + (name == null ? file : name));
        return new ImportedRule(
                info,
                regex,
                regexText.isEmpty() ? RegexShape.UNKNOWN : RegexShape.of(regexText),
                secretGroup,
                keywords,
                entropy,
                path,
                tags,
                allowlists,
                required,
                skipReport);
    }

    /** What only a rule of its own can state. */
    void checkAddition(List<Problem> problems) {
        if (!description.isEmpty()
                || secretGroup > 0
                || entropy > 0
                || !keywords.isEmpty()
                || !tags.isEmpty()
                || !required.isEmpty()
                || skipReport) {
            problem(problems, "", "only allowlists can be added to a built-in rule");
        }
    }

    private void problem(List<Problem> problems, String key, String message) {
        problems.add(new Problem(file, "rule " + id, key, message));
    }
}
