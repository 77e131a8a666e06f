package io.keywatch.detect.sigma;

import io.keywatch.schemas.v1.Attack;
import io.keywatch.schemas.v1.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says about itself.
 *
 * @param id as the rule gives it, else made from its name or title
 * @param name what correlations and filters may call it by
 * @param staged indexed and never paged
 * @param source file, and line where its document begins
 */
public record RuleHeader(
        String id,
        @Nullable String name,
        String title,
        @Nullable String description,
        RuleStatus status,
        Severity severity,
        List<Attack> attack,
        List<String> references,
        List<String> falsePositives,
        boolean staged,
        String source,
        int line) {

    /** As findings, suppressions and metrics name it. */
    public String findingRule() {
        return "sigma/" + id;
    }

    boolean isNamed(String reference) {
        return reference.equals(id) || reference.equals(name);
    }
}
