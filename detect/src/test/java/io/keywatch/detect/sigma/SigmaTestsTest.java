package io.keywatch.detect.sigma;

import static io.keywatch.detect.sigma.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigmaTestsTest {
    private static final String TESTS = """
            keywatch_tests:
              - name: matches a read
                event: {eventName: GetSecretValue, requestParameters: {secretId: db, recipient: 012345678901}}
                match: true
              - name: leaves others alone
                event: |
                  {"eventName":"ListSecrets","eventTime":"2026-01-05T10:00:00Z"}
                match: false
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private SigmaTests run() {
        return SigmaTests.run(List.of(folder), TestTrail::call, SigmaSettings.defaults());
    }

    @Test
    void runsTestsInTheRule() throws IOException {
        Files.writeString(folder.resolve("a.yml"), rule("a", "eventName: GetSecretValue") + TESTS);

        assertThat(run().lines()).containsExactly("2 tests passed, 0 failed");
        assertThat(run().exitCode()).isZero();
    }

    @Test
    void runsTestsBesideTheRuleAndSaysWhereOneFails() throws IOException {
        Files.writeString(folder.resolve("a.yml"), rule("a", "eventName: GetSecretValue"));
        Files.writeString(folder.resolve("a.tests.yml"), """
                tests:
                  - name: wrong
                    event: {eventName: ListSecrets}
                    match: true
                  - name: twice on one day is one
                    events:
                      - {eventName: GetSecretValue}
                      - {eventName: GetSecretValue}
                    findings: 1
                """);

        SigmaTests tests = run();

        assertThat(tests.ok()).isFalse();
        assertThat(tests.exitCode()).isEqualTo(1);
        assertThat(tests.lines())
                .containsExactly(
                        folder.resolve("a.tests.yml") + ":2: failed: wrong: the rule does not match",
                        "1 tests passed, 1 failed");
    }

    @Test
    void testsCorrelationsAndTheRulesTheyUse() throws IOException {
        Files.writeString(
                folder.resolve("a.yml"),
                rule("a", "eventName: GetSecretValue")
                        + "---\ntitle: Many\nid: many\ncorrelation:\n  type: event_count\n  rules: [a]\n"
                        + "  group-by: [awsRegion]\n  timespan: 1m\n  condition: {gte: 2}\n");
        Files.writeString(folder.resolve("a.tests.yml"), """
                tests:
                  - {name: one, rule: many, event: {eventName: GetSecretValue}, match: false}
                  - {name: two, rule: Many, events: [{eventName: GetSecretValue}, {eventName: GetSecretValue}], findings: 1}
                  - {name: base, rule: a, event: {eventName: GetSecretValue}, match: true}
                """);

        assertThat(run().lines()).containsExactly("3 tests passed, 0 failed");
    }

    @Test
    void saysWhatIsWrongWithATest() throws IOException {
        Files.writeString(
                folder.resolve("a.yml"),
                rule("a", "eventName: x") + "keywatch_tests:\n  - {name: n, evnt: {}, match: true}\n");
        assertThat(run().lines().getFirst())
                .contains("a.yml:14: error: test: 'evnt' is not known: did you mean 'event'?");

        Files.writeString(
                folder.resolve("a.yml"), rule("a", "eventName: x") + "keywatch_tests:\n  - {name: n, event: {}}\n");
        assertThat(run().lines().getFirst()).contains("one of 'match' and 'findings'");
    }

    @Test
    void failsWhereThereIsNoTestOrABrokenRule() throws IOException {
        Files.writeString(folder.resolve("a.yml"), rule("a", "eventName: x"));
        assertThat(run().ok()).isFalse();

        Files.writeString(folder.resolve("a.yml"), rule("a", "eventName: GetSecretValue") + TESTS);
        Files.writeString(folder.resolve("b.yml"), rule("b", "eventName|expand: x"));
        assertThat(run().ok()).isFalse();
    }

    @Test
    void checksFoldersAndFiles() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("deep/er"));
        Files.writeString(inner.resolve("a.yaml"), rule("a", "eventName: x"));
        Files.writeString(inner.resolve("notes.txt"), "not a rule");
        assertThat(SigmaCheck.check(List.of(folder), SigmaSettings.defaults()).lines())
                .containsExactly("1 rules and 0 correlations load, 0 errors, 0 warnings");

        Files.writeString(inner.resolve("b.yml"), "not: a rule\n");
        SigmaCheck broken =
                SigmaCheck.check(List.of(inner.resolve("b.yml"), folder.resolve("none")), SigmaSettings.defaults());
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.lines())
                .containsExactly(
                        inner.resolve("b.yml") + ":1: error: 'title' is missing",
                        folder.resolve("none") + ":1: error: there is no such file or folder",
                        "0 rules and 0 correlations load, 2 errors, 0 warnings");
    }

    @Test
    void doesNotCallNothingSound() throws IOException {
        assertThat(SigmaCheck.check(List.of(folder), SigmaSettings.defaults()).ok())
                .isFalse();
    }

    /** For whoever has a copy of a published collection: its licence keeps it out of here. */
    @Test
    void loadsAPublishedCollectionUnmodified() {
        String collection = System.getenv("KEYWATCH_SIGMA_RULES");
        assumeThat(collection)
                .as("KEYWATCH_SIGMA_RULES names a folder of rules")
                .isNotNull();

        SigmaCheck check = SigmaCheck.check(List.of(Path.of(collection)), SigmaSettings.defaults());

        assertThat(check.problems()).filteredOn(Problem::grave).isEmpty();
        assertThat(check.rules()).isPositive();
    }
}
