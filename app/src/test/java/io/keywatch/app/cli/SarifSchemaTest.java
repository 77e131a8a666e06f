package io.keywatch.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports against the schema that OASIS published for SARIF 2.1.0. */
final class SarifSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path folder;

    @Test
    void aReportOfEverythingThatThereIsIsValid() throws IOException {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        Path key = Files.writeString(
                folder.resolve("key"), "1:" + Base64.getEncoder().encodeToString(bytes));
        Path source = Files.createDirectories(folder.resolve("mit Leerzeichen/grün #1 [ü] 😀%20?"));
        Files.writeString(source.resolve("a b.env"), "AWS_ACCESS_KEY_ID=" + accessKeyId() + "\n");
        Path baseline = folder.resolve("baseline.json");
        CommandRun.of("scan", folder, "--key-file", key, "--write-baseline", baseline);
        Files.writeString(
                source.resolve("c:d.properties"),
                "é password=" + word() + "\n# keywatch:allow a \"sample\"\nid=" + accessKeyId() + "\n");
        Files.writeString(source.resolve("told.txt"), "id " + accessKeyId() + "\n");
        Files.write(source.resolve("archive.zip"), archive());
        Files.write(source.resolve("damaged.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3});
        Path suppressions = Files.writeString(folder.resolve("suppressions.yaml"), """
            suppressions:
              - {rule: aws-access-key-id, path: told.txt, owner: öl, reason: 'made "up"', expires: 2999-12-31}
            """);

        CommandRun run = CommandRun.of(
                "scan",
                source,
                folder.resolve("absent"),
                "--key-file",
                key,
                "--baseline",
                baseline,
                "--suppressions",
                suppressions,
                "--format",
                "sarif");

        JsonNode sarif = JSON.readTree(run.out());
        JsonNode results = sarif.at("/runs/0/results");
        // the premise: every kind of result is there
        assertThat(kinds(results)).containsExactlyInAnyOrder("open", "inSource", "external");
        assertThat(texts(results, "/properties/archivePath")).contains("dir ü/e.env");
        assertThat(texts(results, "/locations/0/physicalLocation/artifactLocation/uri"))
                .hasSize(4);
        assertThat(sarif.at("/runs/0/invocations/0/toolExecutionNotifications").size())
                .isGreaterThanOrEqualTo(2);
        assertThat(problems(sarif)).isEmpty();
    }

    @Test
    void aReportOfNothingIsValid() throws IOException {
        CommandRun run = CommandRun.of("scan", folder, "--format", "sarif");

        assertThat(problems(JSON.readTree(run.out()))).isEmpty();
    }

    @Test
    void theSchemaIsInForce() throws IOException {
        JsonNode sarif =
                JSON.readTree(CommandRun.of("scan", folder, "--format", "sarif").out());
        ((ObjectNode) sarif.at("/runs/0/tool/driver")).remove("name");
        ((ObjectNode) sarif.at("/runs/0/invocations/0")).put("executionSuccessful", "yes");
        ((ObjectNode) sarif.at("/runs/0")).putArray("results").addObject().put("no", "message");

        assertThat(problems(sarif)).hasSizeGreaterThanOrEqualTo(4);
    }

    private static Set<ValidationMessage> problems(JsonNode sarif) throws IOException {
        try (InputStream json = SarifSchemaTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            JsonSchema schema =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(json);
            return schema.validate(
                    sarif, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
        }
    }

    private static Set<String> kinds(JsonNode results) {
        Set<String> kinds = new TreeSet<>();
        results.forEach(result -> kinds.add(result.at("/suppressions/0/kind").asText("open")));
        return kinds;
    }

    private static Set<String> texts(JsonNode results, String pointer) {
        Set<String> texts = new TreeSet<>();
        results.forEach(result -> texts.add(result.at(pointer).asText()));
        return texts;
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : List.of("dir ü/e.env", "f.txt")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(("id=" + accessKeyId() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static String word() {
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    private static String accessKeyId() {
        StringBuilder id = new StringBuilder("AK").append("IA").append("Y");
        while (id.length() < 20) {
            id.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(RANDOM.nextInt(32)));
        }
        return id.toString();
    }
}
