package io.keywatch.detect.sigma;

import io.keywatch.detect.sigma.match.Expr;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A {@code filter} document: its condition is added to that of the rules it names, as pySigma does it. So what leaves
 * events out says {@code not selection}; the example of the specification without {@code not} would leave in nothing
 * else, and gets a warning.
 */
final class FilterReader {
    /** Applies to every rule. */
    static final String ANY = "any";

    private FilterReader() {}

    /** @param rules ids or names; {@code any} alone for every rule */
    record Draft(RuleHeader header, List<String> rules, Expr expr, int line) {
        boolean appliesTo(RuleHeader rule) {
            return rules.equals(List.of(ANY)) || rules.stream().anyMatch(rule::isNamed);
        }
    }

    static Draft read(RuleHeader header, Yaml.Entries document, BiConsumer<Integer, String> warn) throws RuleFault {
        HeaderReader.requireCloudTrail(document);
        Yaml.Entries body = document.map("filter");
        List<String> rules = body.texts("rules");
        if (rules.isEmpty()) {
            rules = List.of(ANY);
        }
        Expr expr = new DetectionReader(warn).read(body, Set.of("rules"));
        if (body.texts("condition").stream().noneMatch(text -> text.matches("(?i).*\\bnot\\b.*"))) {
            warn.accept(
                    HeaderReader.lineOf(body, "condition"),
                    "the filter keeps only what its condition matches: to leave that out, write 'not'");
        }
        return new Draft(header, rules, expr, body.line());
    }
}
