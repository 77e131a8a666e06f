package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.check.Forge;
import io.keywatch.schemas.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Word, Excel and PowerPoint files are read as people read them. */
class OfficeTest {
    private static final long MIB = 1024L * 1024;
    private static final Scanner SCANNER =
            Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
    private static final String PASSWORD = Forge.text(8, new Random(3)) + "7_" + Forge.text(6, new Random(4));
    private static final String TYPES = "[Content_Types].xml";

    @Test
    void joinsTheRunsOfAParagraph() throws IOException {
        String document = "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>Access</w:t></w:r></w:p>"
                + "<w:p><w:r><w:t>pass</w:t></w:r><w:r><w:t>word: \"</w:t></w:r><w:r><w:t>" + PASSWORD.substring(0, 5)
                + "</w:t></w:r><w:r><w:t>" + PASSWORD.substring(5) + "\"</w:t></w:r></w:p></w:body></w:document>";
        Match match = only(zip(Map.of(TYPES, "<Types/>", "word/document.xml", document)), "access.docx");
        assertThat(match.archivePath()).isEqualTo("word/document.xml");
        assertThat(match.startLine()).isEqualTo(2);
        assertThat(match.startColumn()).isEqualTo(12);
        assertThat(match.endColumn() - match.startColumn()).isEqualTo(PASSWORD.length());
    }

    @Test
    void readsTheColumnOfASheetThatItsHeaderNames() throws IOException {
        String shared = "<sst><si><t>user</t></si><si><t>password</t></si><si><t>anna</t></si>"
                + "<si><r><t>" + PASSWORD.substring(0, 4) + "</t></r><r><t>" + PASSWORD.substring(4)
                + "</t></r></si></sst>";
        String sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
                + "<c r=\"C1\" t=\"s\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c>"
                + "<c r=\"C2\" t=\"s\"><v>3</v></c></row></sheetData></worksheet>";
        byte[] book = zip(Map.of(TYPES, "<Types/>", "xl/worksheets/sheet1.xml", sheet, "xl/sharedStrings.xml", shared));
        List<Match> matches = SCANNER.scan(Artifact.of("access.xlsx", book)).matches();
        assertThat(matches).singleElement().satisfies(match -> {
            assertThat(match.archivePath()).isEqualTo("xl/worksheets/sheet1.xml");
            assertThat(match.startLine()).isEqualTo(2);
        });
    }

    @Test
    void chargesATextForEveryCellThatRefersToIt() throws IOException {
        String shared = "<sst><si><t>" + "a".repeat(30_000) + "</t></si></sst>";
        String sheet = "<worksheet><sheetData>" + "<row><c t=\"s\"><v>0</v></c></row>".repeat(200)
                + "</sheetData></worksheet>";
        byte[] book = zip(Map.of(TYPES, "<Types/>", "xl/worksheets/sheet1.xml", sheet, "xl/sharedStrings.xml", shared));
        ScanLimits limits = new ScanLimits(8 * MIB, 4 * MIB, 100, 100, 5, 8 * MIB, 100, Duration.ofSeconds(60));
        ScanOutcome outcome = Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), limits)
                .scan(Artifact.of("a.xlsx", book));
        assertThat(outcome).isInstanceOf(ScanOutcome.Partial.class);
        assertThat(((ScanOutcome.Partial) outcome).reason()).contains("unpacked bytes");
    }

    @Test
    void expandsNoEntitiesAndSaysThatThePartIsDamaged() throws IOException {
        String document = "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                + "<w:document xmlns:w=\"w\"><w:p><w:t>&b;</w:t></w:p></w:document>";
        ScanOutcome outcome =
                SCANNER.scan(Artifact.of("a.docx", zip(Map.of(TYPES, "<Types/>", "word/document.xml", document))));
        assertThat(outcome).isNotInstanceOf(ScanOutcome.Clean.class);
    }

    @Test
    void readsOnAfterBytesThatAreNoText() throws IOException {
        byte[] document = ("<w:document xmlns:w=\"w\"><w:p><w:t>?</w:t></w:p><w:p><w:t>password: \"" + PASSWORD
                        + "\"</w:t></w:p></w:document>")
                .getBytes(StandardCharsets.UTF_8);
        document[new String(document, StandardCharsets.UTF_8).indexOf('?')] = (byte) 0xff;

        assertThat(only(word(document), "a.docx").startLine()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-8"})
    void readsWhatABomSaysHowToRead(String charset) throws IOException {
        String bom = charset.equals("UTF-16") ? "" : "\ufeff"; // that charset writes its own
        String document = bom + "<?xml version=\"1.0\" encoding=\"" + charset
                + "\"?><w:document xmlns:w=\"w\"><w:p><w:t>password: \"" + PASSWORD
                + "\"</w:t></w:p></w:document>";

        assertThat(only(word(document.getBytes(Charset.forName(charset))), "a.docx")
                        .startLine())
                .isEqualTo(1);
    }

    private static byte[] word(byte[] document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(TYPES));
            zip.write("<Types/>".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            zip.write(document);
        }
        return out.toByteArray();
    }

    private static Match only(byte[] file, String name) {
        List<Match> matches = SCANNER.scan(Artifact.of(name, file)).matches();
        assertThat(matches).hasSize(1);
        return matches.getFirst();
    }

    private static byte[] zip(Map<String, String> members) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> member : new TreeMap<>(members).entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
