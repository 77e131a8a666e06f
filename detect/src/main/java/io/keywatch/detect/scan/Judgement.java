package io.keywatch.detect.scan;

import io.keywatch.detect.scan.assign.Ruling;
import io.keywatch.detect.scan.decode.Run;
import io.keywatch.detect.scan.judge.Sample;
import org.jspecify.annotations.Nullable;

/**
 * What was decided of one generic candidate, before overlaps are settled, without the value.
 *
 * @param start of the value, in the text
 * @param end exclusive
 * @param probability that it is a secret; NaN where a rule decided without asking
 * @param sample what it looks like, when somebody wants to learn from it
 */
record Judgement(
        RuleInfo rule,
        int start,
        int end,
        Ruling ruling,
        double probability,
        @Nullable Sample sample) {
    Judgement decodedFrom(Run run) {
        return new Judgement(rule, run.from(start), run.to(end), ruling, probability, null);
    }
}
