package io.keywatch.detect.scan.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywatch.schemas.v1.Severity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleReaderTest {
    @Test
    void takesFromTheGroupWhatTheRuleDoesNotState() throws IOException {
        List<RuleSpec> rules = read("""
                [{"provider": "P", "source": "https://p.example/docs", "severity": "low",
                  "rules": [{"id": "a", "name": "A", "pattern": "kwa_[a-z]{20}"},
                            {"id": "b", "name": "B", "pattern": "kwb_[a-z]{20}", "severity": "high"}]}]
                """);
        assertThat(rules).extracting(RuleSpec::severity).containsExactly(Severity.LOW, Severity.HIGH);
        assertThat(rules).extracting(RuleSpec::provider).containsOnly("P");
        assertThat(rules.getFirst().remediation()).contains("at P");
    }

    @Test
    void namesAnUnknownKeyAndTheNearestKnownOne() {
        assertThatThrownBy(() -> rule("\"minEntopy\": 3"))
                .hasMessage("test.json: rule a: unknown key minEntopy, did you mean minEntropy?");
        assertThatThrownBy(() -> rule("\"atLeast\": {\"digit\": 1}"))
                .hasMessage("test.json: rule a: unknown key digit, did you mean digits?");
        assertThatThrownBy(() -> read("[{\"sources\": \"x\"}]"))
                .hasMessage("test.json: unknown key sources, did you mean source?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"minEntropy\": \"3\" | minEntropy has to be a number from 0 to 8",
                "\"minEntropy\": 8.1 | minEntropy has to be a number from 0 to 8",
                "\"confidence\": 1.01 | confidence has to be a number from 0.05 to 1",
                "\"confidence\": 0.04 | confidence has to be a number from 0.05 to 1",
                "\"withinLines\": 1001 | withinLines has to be a number from 0 to 1000",
                "\"nearBytes\": 4097 | nearBytes has to be a number from 1 to 4096",
                "\"maxWidth\": 32769 | maxWidth has to be a number from 1 to 32768",
                "\"severity\": \"hihg\" | severity hihg is none of",
                "\"openLeft\": \"yes\" | openLeft has to be true or false",
                "\"context\": \"token\" | context has to be a list of texts",
                "\"context\": [\"Token\"] | words are lower case",
                "\"near\": [\"x\"] | two letters or more",
                "\"context\": [1] | context has to be a list of texts",
                "\"atLeast\": {\"digits\": 0} | atLeast.digits has to be a count",
                "\"requires\": \"\" | requires has to be a text",
                "\"check\": null | check has no value",
            })
    void refusesAValueOfTheWrongTypeOrRange(String wrong, String message) {
        assertThatThrownBy(() -> rule(wrong)).hasMessageContaining(message).hasMessageContaining("rule a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"minEntropy\": 8",
                "\"confidence\": 1",
                "\"confidence\": 0.05",
                "\"withinLines\": 1000",
                "\"nearBytes\": 4096",
                "\"maxWidth\": 32768"
            })
    void takesAValueAtItsLimit(String right) throws IOException {
        assertThat(rule(right).id()).isEqualTo("a");
    }

    @Test
    void refusesARuleWithoutPatternNameOrSource() {
        assertThatThrownBy(() -> read("[{\"source\": \"s\", \"rules\": [{\"id\": \"a\", \"name\": \"A\"}]}]"))
                .hasMessageContaining("there is no pattern");
        assertThatThrownBy(() -> read("[{\"rules\": [{\"id\": \"a\", \"name\": \"A\", \"pattern\": \"abc\"}]}]"))
                .hasMessageContaining("there is no source");
    }

    @Test
    void countsTheCharactersThatAValueHasToHold() throws IOException {
        Characters needs = rule("\"atLeast\": {\"digits\": 2, \"upper\": 1, \"special\": 1}")
                .atLeast();
        assertThat(holds(needs, "A1-2")).isTrue();
        assertThat(holds(needs, "A1-b")).isFalse();
        assertThat(holds(needs, "a1-2")).isFalse();
        assertThat(holds(needs, "A1b2")).isFalse();
    }

    /** Jackson takes the zeros of the first for UTF-32, the order of the second for one that nobody uses. */
    @ParameterizedTest
    @ValueSource(strings = {"000000ff005b5d20", "00005b005d202020", "5bff5d", "5b", "5b7b2261223a"})
    void namesTheFileThatIsNoJsonInUtf8(String hex) {
        byte[] json = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> RuleReader.read("test.json", new ByteArrayInputStream(json)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("test.json: ");
    }

    private static boolean holds(Characters needs, String value) {
        return needs.in(value.getBytes(StandardCharsets.US_ASCII), 0, value.length());
    }

    private static RuleSpec rule(String more) throws IOException {
        return read("[{\"source\": \"s\", \"rules\": [{\"id\": \"a\", \"name\": \"A\", \"pattern\": \"kwa_[a-z]{20}\", "
                        + more + "}]}]")
                .getFirst();
    }

    private static List<RuleSpec> read(String json) throws IOException {
        return RuleReader.read("test.json", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
