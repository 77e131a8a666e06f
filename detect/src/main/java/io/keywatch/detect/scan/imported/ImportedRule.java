package io.keywatch.detect.scan.imported;

import com.google.re2j.Pattern;
import io.keywatch.detect.scan.RuleInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a user, compiled.
 *
 * @param regex null where the path alone makes a finding
 * @param secretGroup the group that is the secret; 0 for the first that matched something, or else the whole match
 * @param keywords lower-case ASCII; the rule is run only on a text that holds one. Empty for every text
 * @param minEntropy bits per byte that a secret must exceed; 0 for none
 * @param path what the path must match; null for any
 * @param skipReport only a part that another rule requires
 */
public record ImportedRule(
        RuleInfo info,
        @Nullable Pattern regex,
        RegexShape shape,
        int secretGroup,
        List<String> keywords,
        double minEntropy,
        @Nullable Pattern path,
        List<String> tags,
        List<Allowlist> allowlists,
        List<Required> required,
        boolean skipReport) {
    public ImportedRule {
        keywords = List.copyOf(keywords);
        tags = List.copyOf(tags);
        allowlists = List.copyOf(allowlists);
        required = List.copyOf(required);
    }

    /** Any distance. */
    static final int ANYWHERE = -1;

    /**
     * A finding of another rule that must stand in the same text.
     *
     * @param lines at most so many lines away, {@link #ANYWHERE} for any
     * @param columns at most so many columns away, {@link #ANYWHERE} for any
     */
    public record Required(String ruleId, int lines, int columns) {
        public boolean near(int lineDistance, int columnDistance) {
            return (lines == ANYWHERE || Math.abs(lineDistance) <= lines)
                    && (columns == ANYWHERE || Math.abs(columnDistance) <= columns);
        }
    }

    @Override
    public String toString() {
        return "ImportedRule[" + info.id() + "]";
    }
}
