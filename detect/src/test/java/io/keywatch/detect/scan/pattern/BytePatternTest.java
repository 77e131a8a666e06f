package io.keywatch.detect.scan.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywatch.detect.scan.RuleSet;
import io.keywatch.detect.scan.pattern.BytePattern.Attempt;
import io.keywatch.detect.scan.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our matcher against the JDK's, which reads the same syntax. */
@Execution(ExecutionMode.CONCURRENT)
class BytePatternTest {

    static Stream<Rule> rules() {
        return RuleSet.builtin().compiled().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void matchesAsTheJdkDoes(Rule rule) {
        BytePattern ours = BytePattern.compile("test", rule.spec().pattern());
        Pattern theirs = Pattern.compile(rule.spec().pattern(), Pattern.MULTILINE | Pattern.UNIX_LINES);
        Random random = new Random(rule.spec().id().hashCode());
        for (int i = 0; i < 40; i++) {
            StringBuilder text = new StringBuilder(PatternSampler.sample(ours.ast(), random));
            // half of them damaged in one place
            if (i % 2 == 1) {
                int at = random.nextInt(text.length());
                text.setCharAt(at, "aZ0 ='\"\n-_/.~".charAt(random.nextInt(13)));
            }
            text.append("\" tail");
            Matcher expected = theirs.matcher(text);
            Attempt attempt = new Attempt();
            byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            int end = ours.matchAt(bytes, 0, bytes.length, attempt);
            if (expected.lookingAt()) {
                assertThat(end).isEqualTo(expected.end());
                if (expected.groupCount() == 1 && expected.group(1) != null) {
                    assertThat(attempt.valueStart()).isEqualTo(expected.start(1));
                    assertThat(attempt.valueEnd()).isEqualTo(expected.end(1));
                }
            } else {
                assertThat(end).isEqualTo(-1);
            }
        }
    }

    /** An attempt knows how far runs reach from attempts before it: that must not change what it finds. */
    @ParameterizedTest
    @ValueSource(strings = {"a[ab-]{3,100}", "a[ab-]{0,90}-b", "[ab]{2,70}(b[a-]{1,80})", "b.{0,80}?-[ab]{64,}"})
    void findsAtEachPlaceWhatAFreshAttemptFinds(String pattern) {
        BytePattern ours = BytePattern.compile("test", pattern).notBefore(ByteSet.of("ab"));
        Random random = new Random(7);
        Attempt used = new Attempt();
        for (int round = 0; round < 20; round++) {
            byte[] text = new byte[600];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) "aabbaabb-".charAt(random.nextInt(9));
                text[i] = random.nextInt(90) == 0 ? (byte) ' ' : text[i];
            }
            for (int at = 0; at < text.length; at++) {
                int limit = Math.min(text.length, at + 1 + random.nextInt(130));
                int end = ours.matchAt(text, at, limit, new Attempt());
                assertThat(ours.matchAt(text, at, limit, used)).isEqualTo(end);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a**", "(a)(b)", "(?<name>a)", "[b-a]", "a{3,2}", "(?<=ab)c", "a)", "(a", "\\q", "[[a]"})
    void refusesWhatItDoesNotRead(String pattern) {
        assertThatThrownBy(() -> BytePattern.compile("some-rule", pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("some-rule");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\\",
                "a\\x",
                "a\\x4",
                "a\\xg0",
                "a\\x+1",
                "[",
                "[^",
                "[a",
                "[a-",
                "[a-\\",
                "[\\",
                "[\\x4",
                "[&",
                "[]",
                "(",
                "(?",
                "(?:",
                "(?:a|",
                "(?i",
                "(?=",
                "(?<",
                "a{",
                "a{}",
                "a{1",
                "a{1,",
                "a{,2}",
                "a{x}",
                "a{-1}",
                "a{1,2,3}",
                "a{99999999999}",
                "\u20ac",
                "[\u20ac]",
                "[a-\u20ac]",
                "\\\u20ac"
            })
    void namesTheRuleOfAPatternThatEndsTooEarlyOrIsOdd(String pattern) {
        assertThatThrownBy(() -> BytePattern.compile("some-rule", pattern))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("rule some-rule: .* at position \\d+ of its pattern");
    }

    /** Whatever is cut off a rule's pattern, either the rest is a pattern or the rule is named. */
    @Test
    void namesTheRuleWhereverItsPatternEnds() {
        rules().map(rule -> rule.spec().pattern()).forEach(pattern -> {
            for (int end = 0; end < pattern.length(); end++) {
                try {
                    BytePattern.compile("some-rule", pattern.substring(0, end));
                } catch (IllegalArgumentException wrong) {
                    assertThat(wrong).hasMessageContaining("some-rule");
                }
            }
        });
    }

    @Test
    void givesUpAfterItsStepsOnCatastrophicPatterns() {
        BytePattern pattern = BytePattern.compile("test", "(?:a?){30}(?:a|aa){30}b");
        byte[] bytes = "a".repeat(60).getBytes(StandardCharsets.US_ASCII);
        Attempt attempt = new Attempt();
        assertThat(pattern.matchAt(bytes, 0, bytes.length, attempt)).isEqualTo(-1);
        assertThat(attempt.exhausted()).isTrue();
        assertThat(attempt.steps()).isLessThanOrEqualTo(2L * BytePattern.MAX_STEPS);
    }

    @Test
    void statesTheWidthOfItsMatches() {
        Ast ast = BytePattern.compile("test", "ab[0-9]{3,5}(?:x|yz)?").ast();
        assertThat(ast.minWidth()).isEqualTo(5);
        assertThat(ast.maxWidth()).isEqualTo(9);
    }

    @Test
    void anchorsAtTheLongestLiteralAndItsDistance() {
        Ast ast = BytePattern.compile("test", "[a-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9]{60,70}")
                .ast();
        assertThat(Anchor.of(ast, "")).containsExactly(new Anchor(".atlasv1.", 14, 14));
    }
}
