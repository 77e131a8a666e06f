package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.assign.Ruling;
import io.keywatch.detect.scan.check.Forge;
import io.keywatch.detect.scan.judge.Classifier;
import io.keywatch.schemas.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class JudgedScanTest {
    private static final Scanner SCANNER =
            Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
    private static final Random RANDOM = new Random(5);

    @ParameterizedTest
    @ValueSource(strings = {"DB_PASSWORD=%s", "  password: \"%s\"", "const apiKey = '%s';", "<secret>%s</secret>"})
    void findsRandomValuesAndNamesTheirProbability(String line) {
        List<Match> matches =
                SCANNER.scan(artifact(line.formatted(letters(24)))).matches();

        assertThat(matches).hasSize(1);
        assertThat(matches.getFirst().confidence())
                .isBetween((double) SCANNER.rules().classifier().threshold(), 1.0);
    }

    /** English stop words lost such passwords elsewhere. */
    @Test
    void findsALongRandomPasswordThatHoldsAWordByChance() {
        String value = letters(30) + "hook" + letters(26);

        assertThat(SCANNER.scan(artifact("password = \"" + value + "\"")).matches())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "password: ${DB_PASSWORD}|REFERENCE",
                "password = \"ab\"|LENGTH",
                "password: \"<password>\"|TEMPLATE",
                "token = makeOne(request)|EXPRESSION",
                "api_key_file: \"https://host.example/keys\"|",
                "auth = \"https://host.example/login\"|ORDINARY",
                "client_secret: \"the_client_secret\"|NAME_REPEATED",
                "passwd: \"user-password-test\"|MADE_UP",
                "api_key: \"PREFERENCES_LAYOUT_COLUMNS\"|UNLIKELY",
                "{ \"secret.key\", \"\\u79C1\\u4EBA\\u8B49\\u660E\" }|ORDINARY",
                "* src/passwd.c: Likewise.|ORDINARY",
                "* tests/chpasswd.exp: Expect_more4|ORDINARY",
                "* samples/ssh_host_key.key: Likewise.|ORDINARY"
            })
    void saysWhyAValueWasSuppressed(String line, Ruling ruling) {
        List<Decision> decisions = new ArrayList<>();

        ScanOutcome outcome = SCANNER.explain(artifact(line), decisions::add);

        assertThat(outcome.matches()).isEmpty();
        assertThat(decisions).extracting(Decision::ruling).isEqualTo(ruling == null ? List.of() : List.of(ruling));
        assertThat(decisions).allMatch(d -> (d.ruling() == Ruling.UNLIKELY) != Double.isNaN(d.probability()));
    }

    @Test
    void readsTheLinesOfATestSummaryAsResultsAndOneAloneAsANote() {
        String result = "PASS: " + letters(14);

        for (String other : List.of("PASS: ld-elf/now-3", "UNSUPPORTED: gas/all", "XFAIL: x")) {
            assertThat(SCANNER.scan(artifact(result + "\n" + other)).matches())
                    .as(other)
                    .isEmpty();
            assertThat(SCANNER.scan(artifact(other + "\n" + result + "\n")).matches())
                    .as(other)
                    .isEmpty();
        }
        assertThat(SCANNER.scan(artifact("USER: ann\n" + result + "\n")).matches())
                .hasSize(1);
    }

    @Test
    void findsThePasswordOfAFlagAndNotTheTextAboutIt() {
        assertThat(SCANNER.scan(artifact("$ fetch --user ann --password " + letters(10) + " https://host/"))
                        .matches())
                .hasSize(1);
        for (String prose : List.of("options, too", "respectively.", "command switches", "description to the help")) {
            assertThat(SCANNER.scan(artifact("see --user and --password " + prose))
                            .matches())
                    .as(prose)
                    .isEmpty();
        }
    }

    @Test
    void findsThePasswordOfAStatementAndNotWhatSomebodyIsKnownBy() {
        assertThat(SCANNER.scan(artifact("CREATE USER 'a'@'%' IDENTIFIED BY '" + letters(10) + "';"))
                        .matches())
                .hasSize(1);
        assertThat(SCANNER.scan(artifact("fixes a crash identified by \"lvariant\""))
                        .matches())
                .isEmpty();
    }

    @Test
    void explainsWithoutTheValueAndFindsWhatAPlainScanFinds() {
        String secret = letters(20);
        List<Decision> decisions = new ArrayList<>();
        Artifact artifact = artifact("token = \"" + secret + "\"\npassword = \"enterYourWordHere\"\n");

        ScanOutcome outcome = SCANNER.explain(artifact, decisions::add);

        assertThat(outcome).isEqualTo(SCANNER.scan(artifact));
        assertThat(decisions).hasSize(2).extracting(Decision::startLine).containsExactly(1, 2);
        assertThat(decisions.toString()).doesNotContain(secret, "enterYourWordHere");
    }

    @Test
    void neverAsksTheClassifierOfAFormatWithAChecksum() {
        Classifier no = Classifier.undecided().calibrated(1, -100, 0.5);
        Scanner deaf = Scanner.create(RuleSet.builtin().judgedBy(no), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
        String text = "token = \"" + Forge.valid("crc32-base62-body", "ghp_" + Forge.text(36, RANDOM), RANDOM)
                + "\"\npassword = \"" + letters(20) + "\"\n";

        assertThat(deaf.scan(artifact(text)).matches())
                .extracting(m -> m.rule().id())
                .noneMatch(id -> id.startsWith("generic-"))
                .hasSize(1);
    }

    @Test
    void isAnotherRuleSetWithAnotherClassifier() {
        RuleSet other = RuleSet.builtin().judgedBy(Classifier.undecided());

        assertThat(other.hash())
                .isNotEqualTo(RuleSet.builtin().hash())
                .isEqualTo(RuleSet.untrained().hash());
    }

    private static Artifact artifact(String text) {
        return Artifact.of("deploy/settings.conf", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String letters(int length) {
        String alphabet = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < length; i++) {
            value.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return value.toString();
    }
}
