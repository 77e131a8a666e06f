package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.keywatch.detect.scan.check.Forge;
import io.keywatch.schemas.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

@Execution(ExecutionMode.CONCURRENT)
class LimitsTest {
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Fingerprint KEY = Fingerprint.ephemeral();
    private static final int MIB = 1024 * 1024;
    private static final String TOKEN =
            Forge.valid("crc32-base62-body", "ghp_" + Forge.text(36, new Random(1)), new Random(1));

    @Test
    void readsUpToTheByteLimitAndSaysSo() {
        for (int over = -1; over <= 1; over++) {
            byte[] content = Arrays.copyOf((TOKEN + "\n").getBytes(StandardCharsets.US_ASCII), 1000 + over);
            Arrays.fill(content, 41, content.length, (byte) ' ');
            ScanOutcome outcome = scanner(limits(1000, MIB, 100, 10, 3)).scan(Artifact.of("a.txt", content));
            assertThat(outcome.matches()).hasSize(1);
            if (over <= 0) {
                assertThat(outcome).isInstanceOf(ScanOutcome.Matched.class);
            } else {
                assertThat(((ScanOutcome.Partial) outcome).reason()).contains("1000 bytes");
            }
        }
    }

    @Test
    void countsUnpackedBytesOfAllMembersTogether() throws IOException {
        for (int over = -1; over <= 1; over++) {
            byte[] zip = zip(2, i -> spaces(50_000));
            ScanOutcome outcome =
                    scanner(limits(MIB, 100_000 - over, 100, 10, 3)).scan(Artifact.of("a.zip", zip));
            assertOver(outcome, over > 0, "unpacked bytes");
        }
    }

    /** Each block of one byte, and so each member, asks for a dictionary of 64 MiB. */
    @Test
    void makesRoomOnceForTheDictionariesOfAnArtifact() throws Exception {
        LZMA2Options options = new LZMA2Options(9);
        options.setMode(LZMA2Options.MODE_UNCOMPRESSED);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(bytes, options)) {
            for (int i = 0; i < 20; i++) {
                xz.write(' ');
                xz.endBlock();
            }
        }
        Scanner scanner = scanner(limits(MIB, MIB, 100, 100, 3));
        for (byte[] archive : List.of(bytes.toByteArray(), zip(20, i -> bytes.toByteArray()))) {
            Artifact artifact = Artifact.of("a", archive);
            scanner.scan(artifact);
            long before = THREAD.getCurrentThreadAllocatedBytes();

            assertThat(scanner.scan(artifact)).isInstanceOf(ScanOutcome.Clean.class);

            assertThat(THREAD.getCurrentThreadAllocatedBytes() - before).isLessThan(100L * MIB);
        }
    }

    /** Each value takes microseconds: a text of nothing else is not read to its end, and says so. */
    @Test
    void countsTheValuesThatTheClassifierIsAskedAbout() {
        for (int values : new int[] {27_500, 28_000}) {
            StringBuilder text = new StringBuilder();
            Random random = new Random(4);
            for (int i = 0; i < values; i++) {
                text.append("password = \"").append(Forge.text(13, random)).append("\"\n");
            }
            byte[] content = text.toString().getBytes(StandardCharsets.US_ASCII);
            ScanLimits limits = new ScanLimits(MIB, MIB, 100, 10, 3, MIB, values, Duration.ofMinutes(10));
            boolean over = values > Allowance.of(content.length).most();

            assertThat(over).isEqualTo(values == 28_000);
            assertOver(scanner(limits).scan(Artifact.of("a.properties", content)), over, "to look at closely");
        }
    }

    /** Whatever a text is made of, and however well that compresses: the work grows with what is stored. */
    @Test
    void countsTheStepsOfVerification() throws IOException {
        ScanLimits limits = new ScanLimits(16 * MIB, 64 * MIB, 2_000, 10, 3, 64 * MIB, 10, Duration.ofMinutes(10));
        for (int length : new int[] {1 << 20, 8 << 20}) {
            byte[] content = "aws_secret = \"\"; ".repeat(length / 16).getBytes(StandardCharsets.US_ASCII);
            boolean over = length > 1 << 20;

            assertOver(scanner(limits).scan(Artifact.of("a.txt", content)), over, "steps of verification");
            assertOver(scanner(limits).scan(Artifact.of("a.gz", gzip(content))), over, "steps of verification");
        }
    }

    @Test
    void countsEntries() throws IOException {
        for (int entries = 9; entries <= 11; entries++) {
            byte[] zip = zip(entries, i -> spaces(10));
            assertOver(scanner(limits(MIB, MIB, 100, 10, 3)).scan(Artifact.of("a.zip", zip)), entries > 10, "entries");
            byte[] tar = tar(entries);
            assertOver(scanner(limits(MIB, MIB, 100, 10, 3)).scan(Artifact.of("a.tar", tar)), entries > 10, "entries");
        }
    }

    @Test
    void countsNesting() throws IOException {
        for (int depth = 2; depth <= 4; depth++) {
            byte[] content = TOKEN.getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < depth; i++) {
                byte[] inner = content;
                content = zip(1, n -> inner);
            }
            ScanOutcome outcome = scanner(limits(MIB, MIB, 100, 10, 3)).scan(Artifact.of("a.zip", content));
            assertOver(outcome, depth > 3, "nested");
            assertThat(outcome.matches()).hasSize(depth > 3 ? 0 : 1);
        }
    }

    @Test
    void stopsABombByItsRatioAndKeepsWhatItFound() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write((TOKEN + "\n").getBytes(StandardCharsets.US_ASCII));
        content.write(spaces(64 * MIB));
        byte[] bomb = gzip(content.toByteArray());
        ScanOutcome outcome = scanner(limits(MIB, 1024L * MIB, 200, 10, 3)).scan(Artifact.of("bomb.gz", bomb));
        assertOver(outcome, true, "ratio");
        assertThat(outcome.matches()).hasSize(1);
    }

    @Test
    void readsWhatIsBelowTheRatio() throws IOException {
        byte[] raw = new byte[4 * MIB];
        Random random = new Random(7);
        // about a quarter of it is noise: four to one
        for (int i = 0; i < raw.length; i++) {
            raw[i] = i % 4 == 0 ? (byte) (32 + random.nextInt(64)) : (byte) ' ';
        }
        ScanOutcome outcome = scanner(limits(8 * MIB, 64L * MIB, 20, 10, 3)).scan(Artifact.of("a.gz", gzip(raw)));
        assertThat(outcome).isInstanceOf(ScanOutcome.Clean.class);
    }

    @Test
    void readsATruncatedGzipAsFarAsItGoes() throws IOException {
        Random random = new Random(3);
        String text = TOKEN + "\n" + Forge.text(200_000, random);
        byte[] gzip = gzip(text.getBytes(StandardCharsets.US_ASCII));
        ScanOutcome outcome =
                scanner(ScanLimits.DEFAULTS).scan(Artifact.of("a.gz", Arrays.copyOf(gzip, gzip.length / 2)));
        assertThat(((ScanOutcome.Partial) outcome).reason()).isEqualTo("truncated gzip");
        assertThat(outcome.matches()).hasSize(1);
    }

    @Test
    void readsTheMembersOfATruncatedZip() throws IOException {
        byte[] zip = zip(3, i -> (TOKEN + i).substring(i == 0 ? 0 : 4).getBytes(StandardCharsets.US_ASCII));
        byte[] half = Arrays.copyOf(zip, zip.length - 60);
        ScanOutcome outcome = scanner(ScanLimits.DEFAULTS).scan(Artifact.of("a.zip", half));
        assertThat(outcome).isInstanceOf(ScanOutcome.Partial.class);
    }

    @Test
    void callsGarbageBehindAGzipHeaderUnreadable() {
        byte[] garbage = new byte[500];
        new Random(5).nextBytes(garbage);
        garbage[0] = 0x1f;
        garbage[1] = (byte) 0x8b;
        garbage[2] = 8;
        garbage[3] = 0;
        ScanOutcome outcome = scanner(ScanLimits.DEFAULTS).scan(Artifact.of("a.gz", garbage));
        assertThat(outcome).isInstanceOf(ScanOutcome.Unreadable.class);
    }

    @Test
    void namesMembersByTheirPath() throws IOException {
        byte[] inner = zip(1, i -> TOKEN.getBytes(StandardCharsets.US_ASCII));
        byte[] tgz = gzip(tarOf("lib/app.jar", inner));
        assertThat(scanner(ScanLimits.DEFAULTS).scan(Artifact.of("a.tgz", tgz)).matches())
                .extracting(Match::archivePath)
                .containsExactly("lib/app.jar!file0.txt");
    }

    @Test
    void stopsWhenItsTimeIsUp() {
        long[] now = new long[1];
        LongSupplier clock = () -> now[0] += Duration.ofSeconds(20).toNanos();
        Scanner scanner = Scanner.create(RuleSet.builtin(), KEY, ScanLimits.DEFAULTS, clock);
        ScanOutcome outcome = scanner.scan(Artifact.of("a.txt", spaces(3 * MIB)));
        assertThat(((ScanOutcome.Partial) outcome).reason()).contains("time limit");
    }

    @Test
    void keepsSoManyMatchesAndNoMore() {
        String text = (TOKEN + "\n").repeat(30);
        for (int limit = 29; limit <= 31; limit++) {
            ScanLimits limits = new ScanLimits(MIB, MIB, 100, 10, 3, MIB, limit, Duration.ofSeconds(60));
            ScanOutcome outcome = Scanner.create(RuleSet.builtin(), KEY, limits)
                    .scan(Artifact.of("a.txt", text.getBytes(StandardCharsets.US_ASCII)));
            assertThat(outcome.matches()).hasSize(Math.min(limit, 30));
            assertOver(outcome, limit < 30, "matches");
        }
    }

    @Test
    void saysWhenDecodedTextHoldsMoreThanItKeeps() {
        String text = ("password%3D" + Forge.text(12, new Random(4)) + "7%26").repeat(50);
        ScanLimits limits = new ScanLimits(MIB, MIB, 100, 10, 3, MIB, 20, Duration.ofSeconds(60));
        ScanOutcome outcome = Scanner.create(RuleSet.builtin(), KEY, limits)
                .scan(Artifact.of("a.txt", text.getBytes(StandardCharsets.US_ASCII)));
        assertOver(outcome, true, "matches");
    }

    private static void assertOver(ScanOutcome outcome, boolean over, String what) {
        if (over) {
            assertThat(outcome).isInstanceOf(ScanOutcome.Partial.class);
            assertThat(((ScanOutcome.Partial) outcome).reason()).contains(what);
        } else {
            assertThat(outcome).isNotInstanceOf(ScanOutcome.Partial.class);
        }
    }

    private static Scanner scanner(ScanLimits limits) {
        return Scanner.create(RuleSet.builtin(), KEY, limits);
    }

    private static ScanLimits limits(long bytes, long inflated, int ratio, int entries, int depth) {
        return new ScanLimits(bytes, inflated, ratio, entries, depth, 128L * MIB, 1000, Duration.ofSeconds(60));
    }

    private static byte[] spaces(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) ' ');
        return bytes;
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private interface Member {
        byte[] of(int index);
    }

    private static byte[] zip(int entries, Member member) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < entries; i++) {
                zip.putNextEntry(new ZipEntry("file" + i + ".txt"));
                zip.write(member.of(i));
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] tar(int entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (int i = 0; i < entries; i++) {
                TarArchiveEntry entry = new TarArchiveEntry("file" + i);
                entry.setSize(10);
                tar.putArchiveEntry(entry);
                tar.write(spaces(10));
                tar.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] tarOf(String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        return out.toByteArray();
    }
}
