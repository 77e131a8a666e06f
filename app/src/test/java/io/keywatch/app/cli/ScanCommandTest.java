package io.keywatch.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class ScanCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path folder;

    @Test
    void usesRulesOfGitleaksFormatBesideTheBuiltinOnesOrAlone() throws IOException {
        Path rules = folder.resolve("mine.toml");
        Files.writeString(rules, "[[rules]]\nid = 'mine'\nregex = 'mine-[0-9]{6}'\n");
        Path file = folder.resolve("a.env");
        Files.writeString(file, "A=mine-123456\nAWS_ACCESS_KEY_ID=" + accessKeyId() + "\n");

        CommandRun both = CommandRun.of("scan", file, "--rules", rules, "--format", "sarif");
        assertThat(both.exit()).isEqualTo(1);
        assertThat(JSON.readTree(both.out()).findValuesAsText("ruleId")).contains("mine", "aws-access-key-id");
        assertThat(JSON.readTree(both.out()).findValuesAsText("id")).contains("mine");

        CommandRun alone = CommandRun.of("scan", file, "--rules", rules, "--no-builtin-rules", "--format", "sarif");
        assertThat(JSON.readTree(alone.out()).findValuesAsText("ruleId")).containsExactly("mine");
    }

    @Test
    void refusesRulesThatItCannotHonourWithEveryReason() throws IOException {
        Path rules = folder.resolve("mine.toml");
        Files.writeString(rules, "[[rules]]\nid = 'mine'\nregex = '(?=x)'\nseverity = 'high'\n");

        CommandRun run = CommandRun.of("scan", folder, "--rules", rules);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains(rules + ": rule mine: regex: ", rules + ": rule mine: severity: ");
        assertThat(CommandRun.of("scan", folder, "--no-builtin-rules").exit()).isEqualTo(2);
    }

    @Test
    void listsSuppressedValuesWithTheirReasonOnlyWhenAskedTo() throws IOException {
        Path file = folder.resolve("a.env");
        Files.writeString(file, "DB_PASSWORD=${VAULT_PASSWORD}\nAPI_TOKEN=enterYourOwnWord\n");

        CommandRun plain = CommandRun.of("scan", file);
        CommandRun text = CommandRun.of("scan", file, "--explain");
        CommandRun lines = CommandRun.of("scan", file, "--explain", "--format", "jsonl");

        assertThat(plain.out()).isEmpty();
        assertThat(text.exit()).isZero();
        assertThat(text.out())
                .contains("a.env:1:13  suppressed  generic-password  (points to where the secret is)", "probability 0.")
                .doesNotContain("VAULT_PASSWORD", "enterYourOwnWord");
        List<String> objects = lines.out().lines().toList();
        assertThat(objects).hasSize(2);
        assertThat(JSON.readTree(objects.getFirst()).get("suppressed").booleanValue())
                .isTrue();
        assertThat(JSON.readTree(objects.getFirst()).get("reason").textValue()).isEqualTo("reference");
        assertThat(JSON.readTree(objects.getLast()).get("probability").doubleValue())
                .isBetween(0.0, 0.6);
        assertThat(CommandRun.of("scan", file, "--explain", "--format", "sarif").exit())
                .isEqualTo(2);
    }

    @Test
    void writesOneObjectALineWithEveryFieldOfTheContract() throws IOException {
        String key = accessKeyId();
        Files.writeString(folder.resolve("a.env"), "# nothing here\nAWS_ACCESS_KEY_ID=" + key + "\n");

        CommandRun run = CommandRun.of("scan", folder, "--format", "jsonl");

        assertThat(run.exit()).isEqualTo(1);
        List<String> lines = run.out().lines().toList();
        assertThat(lines).isNotEmpty();
        JsonNode first = JSON.readTree(lines.getFirst());
        assertThat(first.fieldNames())
                .toIterable()
                .containsExactly(
                        "rule",
                        "type",
                        "file",
                        "archivePath",
                        "startLine",
                        "endLine",
                        "startColumn",
                        "endColumn",
                        "fingerprint",
                        "preview",
                        "confidence",
                        "severity",
                        "validation");
        assertThat(first.get("file").asText()).isEqualTo(folder.resolve("a.env").toString());
        assertThat(first.get("archivePath").isNull()).isTrue();
        assertThat(first.get("startLine").asInt()).isEqualTo(2);
        assertThat(first.get("endColumn").asInt() - first.get("startColumn").asInt())
                .isEqualTo(key.length());
        assertThat(first.get("startColumn").asInt()).isEqualTo("AWS_ACCESS_KEY_ID=".length() + 1);
        assertThat(run.out() + run.err()).doesNotContain(key);
    }

    @Test
    void findsNothingInNothing() throws IOException {
        Files.writeString(folder.resolve("plain.txt"), "nothing to see\n");

        CommandRun run = CommandRun.of("scan", folder);

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("0 findings in 1 file");
    }

    @Test
    void endsWithTheExitCodeAskedFor() throws IOException {
        Files.writeString(folder.resolve("a.env"), "key=" + accessKeyId());

        assertThat(CommandRun.of("scan", folder, "--exit-code", 0).exit()).isZero();
        assertThat(CommandRun.of("scan", folder, "--exit-code", 7).exit()).isEqualTo(7);
    }

    @Test
    void aMissingPathIsAnError() {
        CommandRun run = CommandRun.of("scan", folder.resolve("absent"), "--format", "jsonl");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("absent: could not be read: no such file or folder", "1 could not be read");
    }

    @Test
    void unknownArgumentsAreErrors() {
        assertThat(CommandRun.of("scan").exit()).isEqualTo(2);
        assertThat(CommandRun.of("scan", folder, "--format", "xml").exit()).isEqualTo(2);
        assertThat(CommandRun.of("scan", folder, "--threads", 0).exit()).isEqualTo(2);
        assertThat(CommandRun.of("scan", folder, "--min-confidence", 1.5).exit())
                .isEqualTo(2);
    }

    @Test
    void aFileThatCannotBeReadIsALineAndACountNeverSilence() throws IOException {
        Path locked = Files.writeString(folder.resolve("locked.env"), "x");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(locked)).as("root reads everything").isFalse();

        CommandRun run = CommandRun.of("scan", folder);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("locked.env: could not be read: permission denied", "1 could not be read");
    }

    @Test
    void aDamagedArchiveIsALineAndACount() throws IOException {
        byte[] whole = gzip("nothing to see\n".repeat(5_000));
        Files.write(folder.resolve("cut.gz"), java.util.Arrays.copyOf(whole, whole.length / 2));

        CommandRun run = CommandRun.of("scan", folder);

        assertThat(run.err()).contains("cut.gz: ");
        assertThat(run.err().lines().toList().getLast()).containsAnyOf("read in part", "damaged or locked");
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void loopsOfLinksEndAndAreCounted() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Files.createSymbolicLink(inner.resolve("up"), folder);
        Files.writeString(inner.resolve("a.txt"), "plain");

        CommandRun run = CommandRun.of("scan", folder);

        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("in 1 file,", "1 link not followed");
    }

    @Test
    void followsALinkThatWasNamed() throws IOException {
        Path target = Files.writeString(folder.resolve("a.env"), "key=" + accessKeyId());
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);

        assertThat(CommandRun.of("scan", link).exit()).isEqualTo(1);
    }

    @Test
    void theOrderDoesNotDependOnThreads() throws IOException {
        for (int i = 0; i < 60; i++) {
            Path sub = Files.createDirectories(folder.resolve("d" + i % 7));
            Files.writeString(sub.resolve(i + ".env"), "x\n".repeat(RANDOM.nextInt(5_000)) + "id=" + accessKeyId());
        }
        Path key = folder.resolveSibling(folder.getFileName() + ".key");
        assertThat(CommandRun.of("config", "new-key", key).exit()).isZero();

        String alone = CommandRun.of("scan", folder, "--format", "jsonl", "--threads", 1, "--key-file", key)
                .out();
        String together = CommandRun.of("scan", folder, "--format", "jsonl", "--threads", 8, "--key-file", key)
                .out();

        assertThat(alone.lines()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(together.equals(alone)).as("same lines in the same order").isTrue();
    }

    @Test
    void writesSarifThatStandsOnItsOwn() throws IOException {
        String key = accessKeyId();
        Files.writeString(folder.resolve("a b.env"), "AWS_ACCESS_KEY_ID=" + key);
        Path report = folder.resolveSibling(folder.getFileName() + ".sarif");

        CommandRun run =
                CommandRun.of("scan", folder, folder.resolve("absent"), "--format", "sarif", "--output", report);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        JsonNode sarif = JSON.readTree(Files.readString(report));
        assertThat(sarif.get("version").asText()).isEqualTo("2.1.0");
        JsonNode result = sarif.at("/runs/0/results/0");
        String ruleId = result.get("ruleId").asText();
        assertThat(sarif.at("/runs/0/tool/driver/rules/"
                                + result.get("ruleIndex").asInt() + "/id")
                        .asText())
                .isEqualTo(ruleId);
        assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .startsWith("file:///")
                .endsWith("/a%20b.env");
        assertThat(sarif.at("/runs/0/invocations/0/executionSuccessful").asBoolean())
                .isFalse();
        assertThat(sarif.at("/runs/0/invocations/0/toolExecutionNotifications")).hasSize(1);
        assertThat(Files.readString(report).contains(key)).isFalse();
    }

    @Test
    void namesTheMemberOfAnArchive() throws IOException {
        Files.write(folder.resolve("a.env.gz"), gzip("AWS_ACCESS_KEY_ID=" + accessKeyId() + "\n"));

        CommandRun run = CommandRun.of("scan", folder, "--format", "jsonl");

        JsonNode first = JSON.readTree(run.out().lines().findFirst().orElseThrow());
        assertThat(first.get("archivePath").isNull()).isFalse();
        assertThat(first.get("startLine").asInt()).isEqualTo(1);
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** A key id of today's form: the account's bits keep the first character after the prefix below 'Q' or above. */
    private static String accessKeyId() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        StringBuilder id = new StringBuilder("AK").append("IA").append("Y");
        while (id.length() < 20) {
            id.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return id.toString();
    }
}
