package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.keywatch.detect.scan.check.Forge;
import io.keywatch.detect.scan.rule.Rule;
import io.keywatch.schemas.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What is packed or encoded is found, and what is cut off is said. */
@Execution(ExecutionMode.CONCURRENT)
class UnpackTest {
    private static final Scanner SCANNER =
            Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
    private static final String TOKEN =
            Forge.valid("crc32-base62-body", "ghp_" + Forge.text(36, new Random(1)), new Random(1));

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "bzip2", "xz", "zstd", "lz4"})
    void readsCompressedStreams(String format) throws IOException {
        byte[] packed = pack(format, (TOKEN + "\n").getBytes(StandardCharsets.US_ASCII));
        ScanOutcome outcome = SCANNER.scan(Artifact.of("dump.sql." + format, packed));
        assertThat(outcome.matches())
                .as("%s", outcome)
                .extracting(m -> m.rule().id())
                .containsExactly("github-personal-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "bzip2", "xz", "zstd", "lz4"})
    void saysWhenAStreamIsCutOff(String format) throws IOException {
        byte[] packed = pack(format, Forge.text(400_000, new Random(2)).getBytes(StandardCharsets.US_ASCII));
        ScanOutcome outcome = SCANNER.scan(Artifact.of("a", Arrays.copyOf(packed, packed.length * 2 / 3)));
        assertThat(outcome.getClass()).isIn(ScanOutcome.Partial.class, ScanOutcome.Unreadable.class);
    }

    @Test
    void readsSevenZip() throws IOException {
        SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
        try (SevenZOutputFile out = new SevenZOutputFile(channel)) {
            SevenZArchiveEntry entry = new SevenZArchiveEntry();
            entry.setName("etc/app.conf");
            out.putArchiveEntry(entry);
            out.write(TOKEN.getBytes(StandardCharsets.US_ASCII));
            out.closeArchiveEntry();
        }
        byte[] packed = Arrays.copyOf(channel.array(), (int) channel.size());
        assertThat(SCANNER.scan(Artifact.of("a.7z", packed)).matches())
                .extracting(Match::archivePath)
                .containsExactly("etc/app.conf");
    }

    @ParameterizedTest
    @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
    void readsWhatIsSoundAroundADamagedMemberAndSaysSo(int method) throws IOException {
        String filler = Forge.text(300, new Random(8));
        byte[] zip = zip(method, List.of(TOKEN, filler, TOKEN));
        assertThat(SCANNER.scan(Artifact.of("a.zip", zip))).isInstanceOf(ScanOutcome.Matched.class);

        // a byte in the middle of the second member: of deflated data, too, most changes inflate without error
        byte[] second = "member1".getBytes(StandardCharsets.US_ASCII);
        int at = indexOf(zip, second) + 150;
        zip[at] ^= 1;

        ScanOutcome outcome = SCANNER.scan(Artifact.of("a.zip", zip));
        assertThat(outcome).isInstanceOf(ScanOutcome.Partial.class);
        assertThat(((ScanOutcome.Partial) outcome).reason()).isEqualTo("damaged zip");
        assertThat(outcome.matches()).extracting(Match::archivePath).containsExactly("member0", "member2");
    }

    /** Appended as it is, or with the offsets of its directory moved, as a packager does it. */
    @ParameterizedTest
    @ValueSource(strings = {"#!/bin/sh\nexec java -jar \"$0\"\n", "MZ\0\0\1\2"})
    void opensAZipBehindAStub(String stub) throws IOException {
        byte[] zip = zip(ZipEntry.DEFLATED, List.of(TOKEN));
        for (boolean moved : new boolean[] {false, true}) {
            byte[] file = behind(bytes(stub), zip, moved);
            assertThat(SCANNER.scan(Artifact.of("setup", file)).matches())
                    .extracting(Match::archivePath)
                    .containsExactly("member0");
        }
    }

    @Test
    void readsTheStubOfAZipToo() throws IOException {
        byte[] stub = bytes("#!/bin/sh\nTOKEN=" + TOKEN + "\nexec java -jar \"$0\"\n");
        byte[] file = behind(stub, zip(ZipEntry.STORED, List.of("nothing")), false);
        assertThat(SCANNER.scan(Artifact.of("run", file)).matches())
                .extracting(Match::startLine)
                .containsExactly(2);
    }

    @Test
    void saysWhenAZipBehindAStubIsDamaged() throws IOException {
        byte[] file = behind(bytes("MZ\0\0"), zip(ZipEntry.DEFLATED, List.of(TOKEN)), false);
        file[indexOf(file, new byte[] {'P', 'K', 1, 2})] = 'x';
        assertThat(SCANNER.scan(Artifact.of("setup", file))).isInstanceOf(ScanOutcome.Partial.class);
    }

    private static byte[] behind(byte[] stub, byte[] zip, boolean moved) {
        byte[] file = Arrays.copyOf(stub, stub.length + zip.length);
        System.arraycopy(zip, 0, file, stub.length, zip.length);
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int directory = stub.length + indexOf(zip, new byte[] {'P', 'K', 1, 2});
        int end = stub.length + indexOf(zip, new byte[] {'P', 'K', 5, 6});
        if (moved) {
            buffer.putInt(directory + 42, buffer.getInt(directory + 42) + stub.length);
            buffer.putInt(end + 16, buffer.getInt(end + 16) + stub.length);
        }
        return file;
    }

    /** Their bytes are searched, but what finds nothing in them has not looked. */
    @ParameterizedTest
    @MethodSource("unread")
    void neverCallsAFormatWithoutAReaderClean(byte[] content) {
        assertThat(SCANNER.scan(Artifact.of("data", content))).isInstanceOf(ScanOutcome.Partial.class);
        byte[] token = bytes(" " + TOKEN + " ");
        System.arraycopy(token, 0, content, 20, token.length);
        ScanOutcome outcome = SCANNER.scan(Artifact.of("data", content));
        assertThat(outcome).isInstanceOf(ScanOutcome.Partial.class);
        assertThat(outcome.matches()).hasSize(1);
    }

    static Stream<byte[]> unread() {
        return Stream.of("SQLite format 3\0|", "Rar!\32\7|", "PAR1|PAR1", "ORC|ORC\30")
                .map(ends -> {
                    int bar = ends.indexOf('|');
                    String first = ends.substring(0, bar);
                    return bytes(first + "\0".repeat(100) + ends.substring(bar + 1));
                });
    }

    @Test
    void aTextThatOnlyBeginsLikeSuchAFormatIsCleanAllTheSame() {
        for (String text : List.of("PAR1 and PAR2\n", "ORC of the north\n", "Rar! it said\n")) {
            assertThat(SCANNER.scan(Artifact.of("a.txt", bytes(text)))).isInstanceOf(ScanOutcome.Clean.class);
        }
    }

    private static byte[] zip(int method, List<String> members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < members.size(); i++) {
                byte[] content = members.get(i).getBytes(StandardCharsets.US_ASCII);
                ZipEntry entry = new ZipEntry("member" + i);
                entry.setMethod(method);
                if (method == ZipEntry.STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(content);
                    entry.setSize(content.length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(content);
            }
        }
        return bytes.toByteArray();
    }

    private static int indexOf(byte[] bytes, byte[] what) {
        int at = 0;
        while (!Arrays.equals(bytes, at, at + what.length, what, 0, what.length)) {
            at++;
        }
        return at;
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "{\"x\": \"%s\"}", "first line\n%s\nlast line"})
    void decodesToDepthThreeAndNoFurther(String around) {
        String text = TOKEN;
        for (int depth = 0; depth <= 4; depth++) {
            text = around.formatted(text);
            boolean found = scan(text).stream().anyMatch(m -> m.rule().id().equals("github-personal-token"));
            assertThat(found).as("depth %d", depth).isEqualTo(depth <= 3);
            text = base64(text);
        }
    }

    @Test
    void findsANamedValueInBase64OfBase64() {
        String password = Forge.text(20, new Random(3));
        assertThat(scan("x: " + base64(base64("password: " + password)) + "\n"))
                .extracting(m -> m.rule().id())
                .containsExactly("generic-password");
    }

    static Stream<Rule> rules() {
        return RuleSet.builtin().compiled().stream();
    }

    /** Without a telling word in the clear, at each of the three alignments and without padding. */
    @ParameterizedTest
    @MethodSource("rules")
    void findsSecretsOfEveryFormatWithinBase64AndHex(Rule rule) {
        // what is encoded is known by being text, and other white space is not
        String text = RuleExamples.positive(rule, 1).replaceAll("[\\f\\x0b]", " ");
        for (String encoded : List.of(
                base64(text),
                base64("." + text),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes("{ " + text + "}")),
                Base64.getMimeEncoder().encodeToString(bytes(text)),
                base64(base64(text)),
                HexFormat.of().formatHex(bytes(text)))) {
            assertThat(scan("{\"x\": \"" + encoded + "\"}"))
                    .as(encoded)
                    .extracting(m -> m.rule().id())
                    .contains(rule.spec().id());
        }
    }

    @Test
    void readsAValueThroughItsEscapes() {
        String plain = scan("x = " + TOKEN).getFirst().fingerprint();
        for (String escaped : List.of(
                TOKEN.replace("_", "\\u005f"),
                TOKEN.replace("_", "%5F"),
                escaped(TOKEN, "\\u%04x"),
                escaped(TOKEN, "\\x%02X"),
                escaped(TOKEN, "%%%02x"))) {
            assertThat(scan("{\"x\":\"" + escaped + "\"}"))
                    .as(escaped)
                    .extracting(Match::fingerprint)
                    .containsExactly(plain);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20})
    void reportsTheValueAndNotItsEscapes(int escapes) {
        String password = Forge.text(20, new Random(4));
        String plain = scan("{\"password\":\"" + password + "\"}").getFirst().fingerprint();
        String value = escaped(password.substring(0, escapes), "\\u%04x") + password.substring(escapes);
        assertThat(scan("{\"password\":\"" + value + "\"}"))
                .extracting(Match::fingerprint)
                .containsExactly(plain);
    }

    private static String escaped(String text, String format) {
        return text.chars().mapToObj(format::formatted).collect(Collectors.joining());
    }

    @Test
    void findsOneValueUnderOneFingerprintHoweverItIsEncoded() {
        String line = "token=" + TOKEN;
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        String plain = scan(line).getFirst().fingerprint();
        for (String encoded : List.of(
                Base64.getEncoder().encodeToString(bytes),
                Base64.getMimeEncoder()
                        .encodeToString(("# " + " ".repeat(90) + line).getBytes(StandardCharsets.US_ASCII)),
                HexFormat.of().formatHex(bytes),
                "a%3D1%26token%3D" + TOKEN,
                "\\u0022token\\u0022\\u003a\\u0022" + TOKEN + "\\u0022")) {
            assertThat(scan("data: " + encoded + "\n"))
                    .extracting(Match::fingerprint)
                    .containsExactly(plain);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<Match> scan(String text) {
        return SCANNER.scan(Artifact.of("content", text.getBytes(StandardCharsets.US_ASCII)))
                .matches();
    }

    private static byte[] pack(String format, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packed = switch (format) {
            case "gzip" -> new GZIPOutputStream(out);
            case "bzip2" -> new BZip2CompressorOutputStream(out);
            case "xz" -> new XZOutputStream(out, new LZMA2Options());
            case "lz4" -> new FramedLZ4CompressorOutputStream(out);
            default -> new ZstdOutputStream(out);
        }) {
            packed.write(content);
        }
        return out.toByteArray();
    }
}
