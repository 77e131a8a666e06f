package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.rule.Rule;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.v1.Validation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule finds what it is for, and not what looks like it: among all the others, with examples made from the rule. */
@Execution(ExecutionMode.CONCURRENT)
class RuleExamplesTest {
    private static final Scanner ALL = Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);

    /** Wrong length, wrong alphabet, placeholder and the like. */
    private static final int FEWEST_NEGATIVES = 4;

    /** What reports the value instead, because it says more, and why. */
    private static final Map<String, String> MORE_SPECIFIC = Map.of();

    static Stream<Rule> rules() {
        return RuleSet.builtin().compiled().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void findsGeneratedSecretsOfItsFormat(Rule rule) {
        String id = rule.spec().id();
        for (long seed = 0; seed < 3; seed++) {
            assertThat(ids(RuleExamples.positive(rule, seed)))
                    .as("seed %d", seed)
                    .containsAnyOf(id, MORE_SPECIFIC.getOrDefault(id, id));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void findsNothingInWhatOnlyResemblesIt(Rule rule) {
        Map<String, String> negatives = RuleExamples.negatives(rule);
        assertThat(negatives).hasSizeGreaterThanOrEqualTo(FEWEST_NEGATIVES);
        negatives.forEach((wrong, text) ->
                assertThat(ids(text)).as(wrong).doesNotContain(rule.spec().id()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void dropsOrDoubtsAWrongChecksum(Rule rule) {
        for (String text : RuleExamples.wrongChecksums(rule)) {
            assertThat(scan(text))
                    .filteredOn(match -> match.rule().id().equals(rule.spec().id()))
                    .allSatisfy(match -> {
                        assertThat(match.validation()).isEqualTo(Validation.CHECKSUM_BAD);
                        assertThat(match.confidence()).isLessThan(rule.spec().confidence());
                    });
        }
    }

    private static List<String> ids(String text) {
        return scan(text).stream().map(match -> match.rule().id()).toList();
    }

    private static List<Match> scan(String text) {
        return ALL.scan(Artifact.of("example", text.getBytes(StandardCharsets.ISO_8859_1)))
                .matches();
    }
}
