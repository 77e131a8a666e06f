package io.keywatch.detect.scan;

import io.keywatch.detect.scan.assign.Ruling;
import io.keywatch.detect.scan.judge.Sample;
import org.jspecify.annotations.Nullable;

/**
 * What was decided of a value that a name announces, and where it stands: as a {@link Match}, and like it without the
 * value. One that was found may still have given way to a more specific rule.
 *
 * @param probability that it is a secret; NaN where a hard rule decided without asking the classifier
 * @param sample only from {@link Scanner#study}
 */
public record Decision(
        RuleInfo rule,
        Ruling ruling,
        double probability,
        @Nullable String archivePath,
        int startLine,
        int endLine,
        int startColumn,
        int endColumn,
        @Nullable Sample sample) {

    /** The same under a path that hides values. */
    Decision at(@Nullable String path) {
        return path == null || path.equals(archivePath)
                ? this
                : new Decision(rule, ruling, probability, path, startLine, endLine, startColumn, endColumn, sample);
    }
}
