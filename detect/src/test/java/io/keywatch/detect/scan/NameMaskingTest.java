package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.check.Forge;
import io.keywatch.schemas.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** A secret in the name of a member or the key of a tag is found, and its path does not carry it out. */
class NameMaskingTest {
    private static final Scanner SCANNER =
            Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
    private static final String TOKEN = token(1);
    private static final String OTHER = token(2);

    /** Told from a name by no word: only where a field announces it. */
    private static final String PASSWORD = "tq9Vz-kLw4RsX2pe";

    @Test
    void masksASecretInTheNameOfAMember() throws IOException {
        ScanOutcome outcome = SCANNER.scan(Artifact.of("a.zip", zip("etc/" + TOKEN + ".txt", OTHER)));
        assertThat(outcome.toString()).doesNotContain(TOKEN).doesNotContain(OTHER);
        assertThat(outcome.matches()).extracting(Match::archivePath).containsExactly("etc/….txt#name", "etc/….txt");
    }

    @Test
    void masksTheNamesOfArchivesInArchives() throws IOException {
        byte[] inner = zip("plain.txt", OTHER);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(TOKEN + "/lib.zip"));
            zip.write(inner);
        }
        ScanOutcome outcome = SCANNER.scan(Artifact.of("a.zip", out.toByteArray()));
        assertThat(outcome.toString()).doesNotContain(TOKEN);
        assertThat(outcome.matches())
                .extracting(Match::archivePath)
                .containsExactly("…/lib.zip#name", "…/lib.zip!plain.txt");
    }

    @Test
    void masksTheNameOfACompressedStream() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(OTHER.getBytes(StandardCharsets.US_ASCII));
        }
        ScanOutcome outcome = SCANNER.scan(Artifact.of(TOKEN + ".gz", out.toByteArray()));
        assertThat(outcome.toString()).doesNotContain(TOKEN);
        assertThat(outcome.matches()).extracting(Match::archivePath).containsExactly("#name", "…");
    }

    @Test
    void masksASecretInAMetadataKey() {
        ScanOutcome outcome = SCANNER.scan(new Artifact("a", new byte[0], Map.of("x-" + TOKEN, OTHER)));
        assertThat(outcome.toString()).doesNotContain(TOKEN).doesNotContain(OTHER);
        assertThat(outcome.matches()).hasSize(2).extracting(Match::archivePath).containsOnly("#metadata/x-…");
    }

    @Test
    void reportsOneSecretInManyNamesOnceAndAnEmptyMemberToo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < 5; i++) {
                zip.putNextEntry(new ZipEntry(TOKEN + "/file" + i));
            }
        }
        assertThat(SCANNER.scan(Artifact.of("a.zip", out.toByteArray())).matches())
                .extracting(Match::archivePath)
                .containsExactly("…/file0#name");
    }

    @Test
    void masksWhatWasFoundInAContentInTheNamesAround() throws IOException {
        byte[] zip = zip("before-" + PASSWORD + "/" + PASSWORD + ".yaml", "db_password: " + PASSWORD);
        assertThat(SCANNER.scan(Artifact.of("a.zip", zip)).matches())
                .extracting(Match::archivePath)
                .containsExactly("before-…/….yaml");
    }

    @Test
    void masksWhatIsFoundLater() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(PASSWORD + "/token.txt"));
            zip.write(TOKEN.getBytes(StandardCharsets.US_ASCII));
            zip.putNextEntry(new ZipEntry("last.yaml"));
            zip.write(("db_password: " + PASSWORD + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        ScanOutcome outcome = SCANNER.scan(Artifact.of("a.zip", out.toByteArray()));
        assertThat(outcome.matches()).extracting(Match::archivePath).containsExactly("…/token.txt", "last.yaml");
    }

    @Test
    void masksWhatWasFoundInAContentInTheKeyOfATag() {
        byte[] content = ("db_password: " + PASSWORD).getBytes(StandardCharsets.US_ASCII);
        ScanOutcome outcome = SCANNER.scan(new Artifact("a.yaml", content, Map.of("for-" + PASSWORD, TOKEN)));
        assertThat(outcome.matches()).extracting(Match::archivePath).containsExactlyInAnyOrder("#metadata/for-…", null);
    }

    @Test
    void masksTheFormThatADecodedValueWasWrittenIn() throws IOException {
        String written = Base64.getEncoder().encodeToString(PASSWORD.getBytes(StandardCharsets.US_ASCII));
        String secret = "kind: Secret\napiVersion: v1\nmetadata:\n  name: db\ndata:\n  password: " + written;
        ScanOutcome outcome = SCANNER.scan(Artifact.of("a.zip", zip(written + "/" + PASSWORD + ".yaml", secret)));
        assertThat(outcome.matches()).extracting(Match::archivePath).containsExactly("…/….yaml");
    }

    @Test
    void masksInWhatIsExplainedToo() throws IOException {
        byte[] zip = zip(PASSWORD + ".yaml", "db_password: " + PASSWORD);
        List<Decision> decisions = new ArrayList<>();
        SCANNER.explain(Artifact.of("a.zip", zip), decisions::add);
        assertThat(decisions)
                .extracting(Decision::archivePath)
                .contains("….yaml")
                .doesNotContain(PASSWORD + ".yaml");
    }

    private static byte[] zip(String name, String content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write((content + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    private static String token(long seed) {
        return Forge.valid("crc32-base62-body", "ghp_" + Forge.text(36, new Random(seed)), new Random(seed));
    }
}
