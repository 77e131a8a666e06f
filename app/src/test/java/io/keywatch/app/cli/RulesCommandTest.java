package io.keywatch.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RulesCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theReferenceIsThePageInDocs() throws IOException {
        CommandRun run = CommandRun.of("rules", "reference");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo(Files.readString(Path.of("../docs/rules.md")));
    }

    @Test
    void aFolderOfSoundRulesPasses() throws IOException {
        Path below = Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(below.resolve("one.yml"), rule("one", "requestParameters.secretId: prod/db"));
        Files.writeString(folder.resolve("two.yaml"), rule("two", "errorCode: AccessDenied"));

        CommandRun run = CommandRun.of("rules", "check", folder);

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("2 rules and 0 correlations load, 0 errors, 0 warnings");
    }

    @Test
    void oneRuleThatDoesNotLoadIsNamedWithItsLine() throws IOException {
        Path broken = folder.resolve("broken.yml");
        Files.writeString(broken, rule("broken", "requestParameters.secretId|expand: '%names%'"));
        Files.writeString(folder.resolve("sound.yml"), rule("sound", "errorCode: AccessDenied"));

        CommandRun run = CommandRun.of("rules", "check", folder);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains(broken + ":").contains("error:").contains("expand");
    }

    @Test
    void aFieldThatIsNotKeptIsAWarningAndStrictlyAnError() throws IOException {
        Files.writeString(folder.resolve("a.yml"), rule("a", "requestParameters.filters.unheard: x"));

        CommandRun lenient = CommandRun.of("rules", "check", folder);
        CommandRun strict = CommandRun.of("rules", "check", folder, "--strict");

        assertThat(lenient.exit()).isZero();
        assertThat(lenient.out()).contains("warning: field requestParameters.filters.unheard is not kept");
        assertThat(strict.exit()).isEqualTo(1);
        assertThat(strict.out()).contains("error: field requestParameters.filters.unheard is not kept");
    }

    @Test
    void testsSeeWhatTheReaderKeepsAndNothingMore() throws IOException {
        Files.writeString(folder.resolve("a.yml"), rule("a", "requestParameters.secretId: prod/db") + """
                keywatch_tests:
                  - name: as a map
                    event: {eventSource: secretsmanager.amazonaws.com, eventName: GetSecretValue,
                            requestParameters: {secretId: prod/db}}
                    match: true
                  - name: as JSON
                    event: '{"eventVersion":"1.08","eventID":"1","eventTime":"2026-03-02T12:00:00Z","awsRegion":"eu-central-1",
                      "eventSource":"secretsmanager.amazonaws.com","eventName":"GetSecretValue",
                      "recipientAccountId":"123456789012","requestParameters":{"secretId":"prod/db"}}'
                    match: true
                  - name: another secret
                    event: {eventSource: secretsmanager.amazonaws.com, eventName: GetSecretValue,
                            requestParameters: {secretId: test/db}}
                    match: false
                """);
        Files.writeString(folder.resolve("b.yml"), rule("b", "requestParameters.note: kept") + """
                keywatch_tests:
                  - name: a note does not get through
                    event: {eventSource: secretsmanager.amazonaws.com, eventName: GetSecretValue,
                            requestParameters: {note: kept}}
                    match: false
                """);

        CommandRun run = CommandRun.of("rules", "test", folder);

        assertThat(run.out()).contains("4 tests passed, 0 failed");
        assertThat(run.exit()).isZero();
    }

    @Test
    void aTestThatFailsIsNamed() throws IOException {
        Files.writeString(folder.resolve("a.yml"), rule("a", "requestParameters.secretId: prod/db"));
        Files.writeString(folder.resolve("a.tests.yml"), """
                tests:
                  - name: wrongly expected
                    event: {eventSource: secretsmanager.amazonaws.com, eventName: GetSecretValue,
                            requestParameters: {secretId: test/db}}
                    match: true
                """);

        CommandRun run = CommandRun.of("rules", "test", folder);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("wrongly expected: the rule does not match", "0 tests passed, 1 failed");
    }

    @Test
    void usageAndMissingFilesAreErrors() {
        assertThat(CommandRun.of("rules").exit()).isEqualTo(2);
        assertThat(CommandRun.of("rules", "check").exit()).isEqualTo(2);
        assertThat(CommandRun.of("rules", "test").exit()).isEqualTo(2);
        for (String command : new String[] {"check", "test"}) {
            CommandRun run = CommandRun.of("rules", command, folder.resolve("absent"));
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.err()).contains("absent: no such file or folder");
        }
    }

    @Test
    void aFolderWithoutRulesIsNoSuccess() {
        assertThat(CommandRun.of("rules", "check", folder).exit()).isEqualTo(1);
        assertThat(CommandRun.of("rules", "test", folder).exit()).isEqualTo(1);
    }

    private static String rule(String id, String selection) {
        return """
                title: Rule %s
                id: %s
                status: stable
                level: high
                logsource: {product: aws, service: cloudtrail}
                detection:
                  selection:
                    eventSource: secretsmanager.amazonaws.com
                    eventName: GetSecretValue
                    %s
                  condition: selection
                """.formatted(id, id, selection);
    }
}
