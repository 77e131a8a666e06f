package io.keywatch.detect.scan;

import io.keywatch.detect.scan.assign.Placeholders;
import io.keywatch.detect.scan.check.Forge;
import io.keywatch.detect.scan.pattern.PatternSampler;
import io.keywatch.detect.scan.rule.Rule;
import io.keywatch.detect.scan.text.Entropy;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Texts with a secret of a rule, made from the rule's own format. */
final class RuleExamples {
    private RuleExamples() {}

    /** A secret in its place; the seed makes it another one. */
    static String positive(Rule rule, long seed) {
        return around(rule, value(rule, seed));
    }

    /** What the rule's pattern matches, with a checksum that holds. */
    static String value(Rule rule, long seed) {
        Random random = new Random(rule.spec().id().hashCode() * 31L + seed);
        for (int i = 0; i < 500; i++) {
            String sample = PatternSampler.sample(rule.pattern().ast(), random);
            String check = rule.spec().check();
            String value = check == null ? sample : Forge.valid(check, sample, random);
            byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
            var attempt = new io.keywatch.detect.scan.pattern.BytePattern.Attempt();
            int end = rule.pattern().matchAt(bytes, 0, bytes.length, attempt);
            if (end < 0 && check != null && !value.equals(sample)) {
                // the pattern surrounds the value: put the forged one where the sampled one stood
                byte[] raw = sample.getBytes(StandardCharsets.ISO_8859_1);
                if (rule.pattern().matchAt(raw, 0, raw.length, attempt) < 0) {
                    continue;
                }
                value = sample.substring(0, attempt.valueStart()) + value + sample.substring(attempt.valueEnd());
                bytes = value.getBytes(StandardCharsets.ISO_8859_1);
                end = rule.pattern().matchAt(bytes, 0, bytes.length, attempt);
            }
            if (end < 0) {
                continue;
            }
            double entropy = Entropy.of(bytes, attempt.valueStart(), attempt.valueEnd());
            int body = Math.min(attempt.valueEnd(), attempt.valueStart() + rule.prefix());
            if (entropy >= rule.spec().minEntropy() && !Placeholders.isDummyToken(bytes, body, attempt.valueEnd())) {
                return value;
            }
        }
        throw new IllegalStateException("no example for rule " + rule.spec().id());
    }

    static String around(Rule rule, String value) {
        String near =
                rule.spec().near().isEmpty() ? "" : "# " + rule.spec().near().getFirst() + "\n";
        if (rule.needsContext()) {
            return near + rule.spec().context().getFirst() + " = \"" + value + "\"\n";
        }
        return near + "first line\n" + value + "\nlast line\n";
    }
}
