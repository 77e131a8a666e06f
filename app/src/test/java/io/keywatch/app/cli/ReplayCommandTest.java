package io.keywatch.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void writesOneFindingALineWithEveryFieldOfTheContract() throws IOException {
        Files.writeString(folder.resolve("a.json"), "{\"Records\":[" + stopLogging(NOON) + "]}");

        CommandRun run = CommandRun.of("replay", folder);

        assertThat(run.exit()).isZero();
        JsonNode finding = JSON.readTree(run.out().lines().findFirst().orElseThrow());
        assertThat(finding.fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "detector",
                        "class",
                        "severity",
                        "title",
                        "principal",
                        "account",
                        "firstSeen",
                        "lastSeen",
                        "detectedAt",
                        "count",
                        "events",
                        "resources",
                        "attack",
                        "nist",
                        "explanation");
        assertThat(finding.get("class").asText()).isEqualTo("access");
        assertThat(finding.get("severity").asText()).isIn("informational", "low", "medium", "high", "critical");
        assertThat(finding.get("detectedAt").asText()).isEqualTo("2026-03-02T12:00:00Z");
        assertThat(finding.get("account").asText()).isEqualTo("123456789012");
        assertThat(finding.get("attack").toString()).contains("T1685.002", "T1562.008");
        assertThat(finding.get("events")).hasSize(1);
        assertThat(run.err()).contains("in 1 events of 1 file");
    }

    @Test
    void leavesOutWhatWasOverWhenTrainingEnded() throws IOException {
        String first = stopLogging(NOON);
        String second = stopLogging(NOON.plus(Duration.ofDays(3)));
        Files.writeString(folder.resolve("a.jsonl"), first + "\n" + second);

        assertThat(CommandRun.of("replay", folder, "--train-until", "2026-03-02")
                        .out())
                .hasLineCount(2);
        assertThat(CommandRun.of("replay", folder, "--train-until", "2026-03-03")
                        .out())
                .hasLineCount(1);
        assertThat(CommandRun.of("replay", folder, "--train-until", "2026-03-05T12:00:00Z")
                        .out())
                .hasLineCount(1);
        assertThat(CommandRun.of("replay", folder, "--train-until", "2026-03-05T12:00:01Z")
                        .out())
                .isEmpty();
    }

    @Test
    void refusesATimeThatItDoesNotUnderstand() {
        CommandRun run = CommandRun.of("replay", folder, "--train-until", "yesterday");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("yesterday", "2026-03-01T12:00:00Z");
    }

    @Test
    void theOrderOfFilesAndRecordsDoesNotMatter() throws IOException {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            events.add(stopLogging(NOON.plusSeconds(i * 60L)));
        }
        Path forward = Files.createDirectory(folder.resolve("forward"));
        Path backward = Files.createDirectory(folder.resolve("backward"));
        Files.writeString(forward.resolve("a.jsonl"), String.join("\n", events.subList(0, 10)));
        Files.writeString(forward.resolve("b.jsonl"), String.join("\n", events.subList(10, 20)));
        Files.writeString(
                backward.resolve("a.jsonl"), String.join("\n", events.reversed().subList(0, 7)));
        gzip(
                backward.resolve("b.json.gz"),
                "[" + String.join(",", events.reversed().subList(7, 20)) + "]");

        assertThat(CommandRun.of("replay", backward).out())
                .isEqualTo(CommandRun.of("replay", forward).out())
                .isNotEmpty();
    }

    @Test
    void whatGivesNoEventIsALineAndACount() throws IOException {
        Files.writeString(folder.resolve("cut.json"), "{\"Records\":[" + stopLogging(NOON) + ",{\"eventID\":");
        Files.writeString(folder.resolve("notes.txt"), "not a log");

        CommandRun run = CommandRun.of("replay", folder);

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.err())
                .contains("cut.json: record 1: truncated", "1 records or files gave no event", "1 other files ignored");
    }

    @Test
    void judgesWithUserRulesToo() throws IOException {
        Files.writeString(folder.resolve("a.json"), "[" + stopLogging(NOON) + "]");
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(rules.resolve("stop.yml"), userRule("selection"));

        CommandRun run = CommandRun.of("replay", folder.resolve("a.json"), "--user-rules", rules);

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("sigma/our-stop");
        assertThat(CommandRun.of("replay", folder.resolve("a.json")).out()).doesNotContain("sigma/");
    }

    @Test
    void judgesWithTheSettingsOfTheService() throws IOException {
        Files.writeString(folder.resolve("a.json"), "[" + stopLogging(NOON) + "]");
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(rules.resolve("stop.yml"), userRule("selection"));
        Path off = Files.writeString(
                folder.resolve("off.yaml"),
                "roles: [access]\naccess: {off: [access.trail-stopped], userRules: [rules]}\n");
        Path trial = Files.writeString(
                folder.resolve("trial.yaml"), "roles: [access]\naccess: {dryRun: [access.trail-stopped]}\n");

        CommandRun switchedOff = CommandRun.of("replay", folder.resolve("a.json"), "--config", off);
        CommandRun onTrial = CommandRun.of("replay", folder.resolve("a.json"), "--config", trial);

        assertThat(switchedOff.exit()).isZero();
        assertThat(switchedOff.out()).contains("sigma/our-stop").doesNotContain("access.trail-stopped");
        assertThat(JSON.readTree(onTrial.out()).get("staged").asBoolean()).isTrue();
    }

    @Test
    void settingsThatDoNotHoldAreAnError() throws IOException {
        Files.writeString(folder.resolve("a.json"), "[" + stopLogging(NOON) + "]");
        Path config = Files.writeString(folder.resolve("bad.yaml"), "access: {of: [access.trail-stopped]}\n");

        CommandRun run = CommandRun.of("replay", folder.resolve("a.json"), "--config", config);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("access.of");
    }

    @Test
    void aUserRuleThatDoesNotLoadIsAnError() throws IOException {
        Files.writeString(folder.resolve("a.json"), "[" + stopLogging(NOON) + "]");
        Path rule = folder.resolve("stop.yml");
        Files.writeString(rule, userRule("selection | count() > 5"));

        CommandRun run = CommandRun.of("replay", folder.resolve("a.json"), "--user-rules", rule);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(rule + ":", "error:", "count");
    }

    private static String userRule(String condition) {
        return """
                title: Our own
                id: our-stop
                status: stable
                level: high
                logsource: {product: aws, service: cloudtrail}
                detection:
                  selection: {eventName: StopLogging}
                  condition: %s
                """.formatted(condition);
    }

    @Test
    void aMissingFileIsAnError() {
        CommandRun run = CommandRun.of("replay", folder.resolve("absent"));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("absent: could not be read: no such file or folder");
    }

    @Test
    void writesOcsfDetectionFindings() throws IOException {
        Files.writeString(folder.resolve("a.json"), "[" + stopLogging(NOON) + "]");
        Path out = folder.resolve("out.ocsf");

        assertThat(CommandRun.of("replay", folder.resolve("a.json"), "--format", "ocsf", "--output", out)
                        .exit())
                .isZero();

        JsonNode finding = JSON.readTree(Files.readString(out));
        assertThat(finding.get("class_uid").asInt()).isEqualTo(2004);
        assertThat(finding.get("type_uid").asInt()).isEqualTo(200401);
        assertThat(finding.get("time").asLong()).isEqualTo(NOON.toEpochMilli());
        assertThat(finding.at("/metadata/version").asText()).isEqualTo("1.5.0");
        assertThat(finding.at("/finding_info/uid").asText()).isNotEmpty();
        assertThat(finding.at("/finding_info/attacks/0/sub_technique/uid").asText())
                .isEqualTo("T1685.002");
        assertThat(finding.at("/evidences/0/actor/user/uid").asText()).startsWith("arn:aws:iam::123456789012:user/");
        assertThat(finding.at("/cloud/account/uid").asText()).isEqualTo("123456789012");
    }

    @Test
    void namesTheTechniqueInPublishedAttackLogs() {
        Path logs = Path.of("../../shared/data/cloudtrail");
        assumeTrue(Files.isDirectory(logs), "the published logs are not beside this checkout");

        CommandRun run = CommandRun.of("replay", logs);

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains(
                        "T1552",
                        "T1555.006",
                        "T1685.002",
                        "T1651",
                        "T1537",
                        "T1078.004",
                        "T1098.001",
                        "T1136.003",
                        "T1648");
        assertThat(run.err()).contains("of 12 files");
    }

    private static void gzip(Path file, String text) throws IOException {
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private static String stopLogging(Instant time) {
        return """
                {"eventVersion":"1.08","eventID":"%s","eventTime":"%s","eventSource":"cloudtrail.amazonaws.com",\
                "eventName":"StopLogging","awsRegion":"eu-central-1","sourceIPAddress":"192.0.2.10",\
                "userAgent":"aws-cli","recipientAccountId":"123456789012","eventType":"AwsApiCall",\
                "userIdentity":{"type":"IAMUser","principalId":"P","arn":"arn:aws:iam::123456789012:user/maria",\
                "accountId":"123456789012","userName":"maria"},\
                "requestParameters":{"name":"arn:aws:cloudtrail:eu-central-1:123456789012:trail/main"},\
                "responseElements":null,"readOnly":false}""".formatted(UUID.randomUUID(), time);
    }
}
