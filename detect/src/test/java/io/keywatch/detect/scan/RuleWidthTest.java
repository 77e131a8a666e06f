package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.pattern.Anchor;
import io.keywatch.detect.scan.pattern.Ast;
import io.keywatch.detect.scan.pattern.BytePattern.Attempt;
import io.keywatch.detect.scan.pattern.PatternSampler;
import io.keywatch.detect.scan.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How far verification may reach from a literal is known of every rule before any text is. */
class RuleWidthTest {
    /** The widest built-in rule is a token of some kilobytes; work at a literal is bounded by it. */
    private static final int WIDEST = 16 * 1024;

    static Stream<Rule> rules() {
        return RuleSet.builtin().compiled().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleIsBoundedAndNoWiderThanItsPattern(Rule rule) {
        assertThat(rule.maxWidth())
                .isBetween(1, WIDEST)
                .isLessThanOrEqualTo(rule.pattern().maxWidth());
        assertThat(rule.pattern().ast().minWidth()).isLessThanOrEqualTo(rule.maxWidth());
        for (Anchor anchor : rule.anchors()) {
            assertThat(anchor.maxBefore())
                    .isBetween(anchor.minBefore(), rule.pattern().maxWidth());
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void noMatchIsWiderThanItsRule(Rule rule) {
        Random random = new Random(rule.spec().id().hashCode());
        Attempt attempt = new Attempt();
        for (int i = 0; i < 20; i++) {
            String sample = widest(rule.pattern().ast(), random) + " tail";
            byte[] bytes = sample.getBytes(StandardCharsets.ISO_8859_1);
            int limit = Math.min(bytes.length, rule.maxWidth() + 1);
            assertThat(rule.pattern().matchAt(bytes, 0, limit, attempt)).isLessThanOrEqualTo(rule.maxWidth());
            assertThat(rule.pattern().matchAt(bytes, 0, bytes.length, attempt))
                    .isLessThanOrEqualTo(rule.pattern().maxWidth());
        }
    }

    /** Every repetition at its bound, wherever that is not too long to make. */
    private static String widest(Ast ast, Random random) {
        return PatternSampler.sample(stretched(ast), random);
    }

    private static Ast stretched(Ast ast) {
        return switch (ast) {
            case Ast.Repeat r -> new Ast.Repeat(stretched(r.part()), r.max(), r.max(), r.greedy());
            case Ast.Sequence s ->
                new Ast.Sequence(
                        s.parts().stream().map(RuleWidthTest::stretched).toList());
            case Ast.Choice c ->
                new Ast.Choice(
                        c.options().stream().map(RuleWidthTest::stretched).toList());
            case Ast.Value v -> new Ast.Value(stretched(v.part()));
            default -> ast;
        };
    }
}
