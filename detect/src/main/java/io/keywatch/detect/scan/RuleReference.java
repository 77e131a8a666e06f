package io.keywatch.detect.scan;

import io.keywatch.detect.scan.check.Checks;
import io.keywatch.detect.scan.pattern.Anchor;
import io.keywatch.detect.scan.rule.Characters;
import io.keywatch.detect.scan.rule.Rule;
import io.keywatch.detect.scan.rule.RuleSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The page {@code docs/rules.md}, made from the very rules that the scanner runs. */
public final class RuleReference {
    /** Words and literals that a cell shows; the rest are variants of them. */
    private static final int SHOWN = 4;

    private RuleReference() {}

    public static String markdown() {
        RuleSet rules = RuleSet.builtin();
        Map<String, List<Rule>> byProvider = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Rule rule : rules.compiled()) {
            String provider = Objects.requireNonNullElse(rule.spec().provider(), "");
            byProvider.computeIfAbsent(provider, p -> new ArrayList<>()).add(rule);
        }
        StringBuilder page = new StringBuilder("""
                # Rules

                <!-- Made by `./keywatch rules reference`; a test holds this file equal to its output. -->

                """);
        page.append(rules.size())
                .append(" rules for the formats of ")
                .append(byProvider.size())
                .append(" providers and standards. The name of a rule leads to where its format is described.\n\n")
                .append("""
                        - **Told by**: the literal that every value of the format holds; or, where the value has no form of its own, a
                          word that has to stand before it, in its name or on its line. All of these are looked for in one pass.
                        - **And**: what else has to hold. *entropy* is in bits per character; *n digits* and the like are counted
                          after the prefix; *near* is a word within some bytes on either side; *with* is another rule that has to
                          match within some lines.
                        - **Width**: bytes of the widest match.
                        - **Check**: what the value itself is asked, without any network; see the end of the page.
                        - What to do about a finding is said in the finding: revoke the value at its provider, look at what it was used
                          for, keep the new one in AWS Secrets Manager.

                        ## Found by code
                        | Rule | Finds | Severity | Confidence |
                        |---|---|---|---|
                        """);
        for (RuleInfo info : BuiltinRules.ALL) {
            row(page, code(info.id()), info.name(), severity(info), percent(info.confidence()));
        }
        page.append("""

                ## Found by pattern
                | Provider | Rule | Finds | Severity | Confidence | Told by | And | Width | Check |
                |---|---|---|---|---|---|---|---|---|
                """);
        byProvider.forEach((provider, its) -> its.stream()
                .sorted(Comparator.comparing(rule -> rule.spec().id()))
                .forEach(rule -> pattern(page, provider, rule)));
        page.append("""

                ## Checks
                | Check | What it computes | A value that fails |
                |---|---|---|
                """);
        Checks.described().forEach((name, says) -> row(page, code(name), says.computes(), says.failure()));
        return page.toString();
    }

    private static void pattern(StringBuilder page, String provider, Rule rule) {
        RuleSpec spec = rule.spec();
        row(
                page,
                provider,
                code(spec.id()),
                "[" + spec.name() + "](" + spec.source() + ")",
                severity(rule.info()),
                percent(spec.confidence()),
                rule.needsContext()
                        ? "word " + words(spec.context())
                        : words(rule.anchors().stream()
                                .map(Anchor::literal)
                                .distinct()
                                .toList()),
                conditions(spec),
                String.valueOf(rule.maxWidth()),
                spec.check() == null ? "" : code(spec.check()));
    }

    private static String conditions(RuleSpec spec) {
        List<String> all = new ArrayList<>();
        if (spec.minEntropy() > 0) {
            all.add("entropy " + spec.minEntropy());
        }
        Characters least = spec.atLeast();
        count(all, least.digits(), "digits");
        count(all, least.upper(), "capitals");
        count(all, least.lower(), "small letters");
        count(all, least.letters(), "letters");
        count(all, least.special(), "other characters");
        if (!spec.near().isEmpty()) {
            all.add("near " + words(spec.near()));
        }
        if (spec.requires() != null) {
            all.add("with " + code(spec.requires()) + " within " + spec.withinLines() + " lines");
        }
        if (spec.identifier()) {
            all.add("a name, no access by itself");
        }
        return String.join(", ", all);
    }

    private static void count(List<String> all, int least, String what) {
        if (least > 0) {
            all.add(least + " " + what);
        }
    }

    private static String words(List<String> words) {
        String some = String.join(
                ", ", words.stream().limit(SHOWN).map(RuleReference::code).toList());
        return words.size() > SHOWN ? some + ", …" : some;
    }

    private static String severity(RuleInfo info) {
        return info.severity().name().toLowerCase(Locale.ROOT);
    }

    private static String percent(double confidence) {
        return Math.round(confidence * 100) + " %";
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static void row(StringBuilder page, String... cells) {
        for (String cell : cells) {
            page.append("| ").append(cell.replace("|", "\\|")).append(' ');
        }
        page.append("|\n");
    }
}
