package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.rule.Rule;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.v1.Validation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule finds what it is for, and not what looks like it. */
class RuleExamplesTest {
    private static final Fingerprint KEY = Fingerprint.ephemeral();
    private static final Scanner ALL = Scanner.create(RuleSet.builtin(), KEY, ScanLimits.DEFAULTS);

    static Stream<Rule> rules() {
        return RuleSet.builtin().compiled().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void findsGeneratedSecretsOfItsFormat(Rule rule) {
        Scanner alone = alone(rule);
        for (long seed = 0; seed < 5; seed++) {
            List<Match> matches = scan(alone, RuleExamples.positive(rule, seed));
            assertThat(matches)
                    .extracting(m -> m.rule().id())
                    .as("seed %d", seed)
                    .contains(rule.spec().id());
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isFoundBySomeRuleAmongAll(Rule rule) {
        for (long seed = 0; seed < 3; seed++) {
            assertThat(scan(ALL, RuleExamples.positive(rule, seed)))
                    .as("seed %d", seed)
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void findsNothingInAPlaceholderOfItsFormat(Rule rule) {
        String value = RuleExamples.value(rule, 1);
        StringBuilder dummy = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean body = i >= Math.max(rule.prefix(), 1) && Character.isLetterOrDigit(c);
            dummy.append(body ? Character.isDigit(c) ? '0' : 'x' : c);
        }
        assertThat(scan(alone(rule), RuleExamples.around(rule, dummy.toString())))
                .extracting(m -> m.rule().id())
                .doesNotContain(rule.spec().id());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void findsNothingWithoutItsLiteralOrContext(Rule rule) {
        String value = RuleExamples.value(rule, 2);
        String text = rule.needsContext()
                ? "item = \"" + value + "\"\n"
                : RuleExamples.around(rule, value).replaceAll("[A-Za-z]{2,}|[^\\w\\s]", "~");
        boolean saysItself = rule.spec().context().stream().anyMatch(text.toLowerCase(java.util.Locale.ROOT)::contains);
        if (!saysItself) {
            assertThat(scan(alone(rule), text))
                    .extracting(m -> m.rule().id())
                    .doesNotContain(rule.spec().id());
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void dropsOrDoubtsAWrongChecksum(Rule rule) {
        String check = rule.spec().check();
        if (check == null || !check.startsWith("crc32")) {
            return;
        }
        String value = RuleExamples.value(rule, 3);
        char last = value.charAt(value.length() - 1);
        String wrong = value.substring(0, value.length() - 1) + (last == '0' ? '1' : '0');
        List<Match> matches = scan(alone(rule), RuleExamples.around(rule, wrong));
        if (check.endsWith("unsure")) {
            assertThat(matches).extracting(Match::validation).containsOnly(Validation.CHECKSUM_BAD);
        } else {
            assertThat(matches)
                    .extracting(m -> m.rule().id())
                    .doesNotContain(rule.spec().id());
        }
    }

    private static Scanner alone(Rule rule) {
        return Scanner.create(RuleSet.of(List.of(rule.spec())), KEY, ScanLimits.DEFAULTS);
    }

    private static List<Match> scan(Scanner scanner, String text) {
        return scanner.scan(Artifact.of("example", text.getBytes(StandardCharsets.ISO_8859_1)))
                .matches();
    }
}
