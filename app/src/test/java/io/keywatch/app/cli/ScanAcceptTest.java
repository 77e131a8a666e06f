package io.keywatch.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings that somebody accepted, from the command line. */
final class ScanAcceptTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path folder;

    private Path key;
    private Path source;

    @BeforeEach
    void aFolderWithOneFinding() throws IOException {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        key = Files.writeString(
                folder.resolve("key"), "1:" + Base64.getEncoder().encodeToString(bytes));
        source = Files.createDirectory(folder.resolve("src"));
        Files.writeString(source.resolve("a.env"), "AWS_ACCESS_KEY_ID=" + accessKeyId() + "\n");
    }

    @Test
    void aBaselineHoldsWhenTheLineMovesAndNotForANewFinding() throws IOException {
        Path baseline = folder.resolve("baseline.json");
        assertThat(scan("--write-baseline", baseline).exit()).isZero();
        assertThat(Files.readString(baseline)).doesNotContain("line", Files.readString(source.resolve("a.env")));

        Path file = source.resolve("a.env");
        Files.writeString(file, "# moved\n\n" + Files.readString(file));
        CommandRun moved = scan("--baseline", baseline);
        assertThat(moved.exit()).isZero();
        assertThat(moved.out()).isEmpty();
        assertThat(moved.err()).contains("0 findings", "1 suppressed");

        Files.writeString(file, Files.readString(file) + "other=" + accessKeyId() + "\n");
        CommandRun more = scan("--baseline", baseline);
        assertThat(more.exit()).isEqualTo(1);
        assertThat(more.err()).contains("1 finding in", "1 suppressed");
    }

    @Test
    void aBaselineHoldsForItsPathOnly() throws IOException {
        Path baseline = folder.resolve("baseline.json");
        scan("--write-baseline", baseline);

        Files.copy(source.resolve("a.env"), source.resolve("copy.env"));

        assertThat(scan("--baseline", baseline).err()).contains("1 finding in", "1 suppressed");
    }

    @Test
    void aBaselineWithoutAKeyThatLastsIsAnErrorAndNotABaselineThatNeverMatches() {
        CommandRun run = CommandRun.of("scan", source, "--write-baseline", folder.resolve("b.json"));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--key-file");
        assertThat(folder.resolve("b.json")).doesNotExist();
    }

    @Test
    void aSuppressionHoldsInItsPathsUntilItsLastDay() throws IOException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Path file = folder.resolve("suppressions.yaml");

        Files.writeString(file, suppression("aws-access-key-id", "src/", today));
        assertThat(scan("--suppressions", file).err()).contains("0 findings", "1 suppressed");

        Files.writeString(file, suppression("aws-access-key-id", "elsewhere/", today));
        assertThat(scan("--suppressions", file).exit()).isEqualTo(1);

        Files.writeString(file, suppression("another-rule", "src/", today));
        assertThat(scan("--suppressions", file).exit()).isEqualTo(1);

        Files.writeString(file, suppression("aws-access-key-id", "src/", today.minusDays(1)));
        CommandRun expired = scan("--suppressions", file);
        assertThat(expired.exit()).isEqualTo(1);
        assertThat(expired.err()).contains("suppression 1 of security expired on");
    }

    @Test
    void aFileOfSuppressionsIsStrictAndTellsEverythingAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), """
            suppressions:
              - rule: a
                path: "src/"
                lines: 3
                expires: tomorrow
              - path: "src/"
                owner: me
                reason: because
                expires: 2099-01-01
            """);

        CommandRun run = scan("--suppressions", file);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "suppression 1 has an unknown key 'lines'",
                        "suppression 1 has no owner",
                        "suppression 1 has no reason",
                        "suppression 1: expires is no day",
                        "suppression 2 has neither fingerprint nor rule");
    }

    @Test
    void saysThatAFileCannotBeRead() {
        Path absent = folder.resolve("absent.json");
        assertThat(scan("--baseline", absent).err()).contains(absent + " cannot be read");
        assertThat(scan("--suppressions", absent).err()).contains(absent + " cannot be read");
    }

    @Test
    void wordsInTheTextHoldForTheirLineAndAloneForTheNext() throws IOException {
        Path file = source.resolve("a.env");
        String id = accessKeyId();
        String finding = "id=" + id;

        assertThat(with(file, finding + " # keywatch:allow sample of the docs")).isEqualTo("0+1");
        assertThat(with(file, "# keywatch:allow\n" + finding)).isEqualTo("0+1");
        assertThat(with(file, "# keywatch:allow\r\n" + finding)).isEqualTo("0+1");
        assertThat(with(file, "# keywatch:allow\n\n" + finding)).isEqualTo("1+0");
        assertThat(with(file, "x=1 # keywatch:allow\n" + finding)).isEqualTo("1+0");
        assertThat(with(file, finding + "\n# keywatch:allow\n")).isEqualTo("1+0");
        assertThat(with(file, finding + " # keywatch:allowed by the team")).isEqualTo("1+0");
        assertThat(with(file, finding + " # keywatch:allow aws-access-key-id")).isEqualTo("0+1");
        assertThat(with(file, finding + " # keywatch:allow generic-password")).isEqualTo("1+0");
    }

    @Test
    void sarifListsWhatWasAcceptedAndWhy() throws IOException {
        Path file = source.resolve("a.env");
        Files.writeString(file, "# keywatch:allow\n" + Files.readString(file));

        CommandRun run = scan("--format", "sarif");

        assertThat(run.exit()).isZero();
        JsonNode results = new ObjectMapper().readTree(run.out()).at("/runs/0/results");
        assertThat(results).hasSize(1);
        assertThat(results.at("/0/suppressions/0/kind").asText()).isEqualTo("inSource");
    }

    @Test
    void excludesAreCounted() {
        CommandRun run = scan("--exclude", "*.env");

        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("0 findings in 0 files", "1 excluded");
    }

    /** Findings and accepted ones. */
    private String with(Path file, String text) throws IOException {
        Files.writeString(file, text);
        CommandRun run = scan();
        String summary = run.err().lines().toList().getLast();
        return summary.substring(0, summary.indexOf(' ')) + "+" + (summary.contains("1 suppressed") ? 1 : 0);
    }

    private CommandRun scan(Object... more) {
        Object[] args = new Object[4 + more.length];
        args[0] = "scan";
        args[1] = source;
        args[2] = "--key-file";
        args[3] = key;
        System.arraycopy(more, 0, args, 4, more.length);
        return CommandRun.of(args);
    }

    private static String suppression(String rule, String path, LocalDate expires) {
        return """
            suppressions:
              - rule: %s
                path: "%s"
                owner: security
                reason: a sample
                expires: %s
            """.formatted(rule, path, expires);
    }

    private static String accessKeyId() {
        StringBuilder id = new StringBuilder("AK").append("IA").append("Y");
        while (id.length() < 20) {
            id.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(RANDOM.nextInt(32)));
        }
        return id.toString();
    }
}
