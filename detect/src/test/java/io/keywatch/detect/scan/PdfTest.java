package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.check.Forge;
import io.keywatch.schemas.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Text of PDF files, within the budget. */
@Execution(ExecutionMode.CONCURRENT)
class PdfTest {
    private static final long MIB = 1024L * 1024;
    private static final Scanner SCANNER =
            Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
    private static final String PASSWORD = Forge.text(8, new Random(5)) + "7_" + Forge.text(6, new Random(6));

    @Test
    void findsASecretInTheCompressedTextOfAPage() throws IOException {
        List<Match> matches =
                SCANNER.scan(Artifact.of("hand-over.pdf", pdf(false))).matches();
        assertThat(matches).singleElement().satisfies(match -> {
            assertThat(match.archivePath()).isEqualTo("#text");
            assertThat(match.startLine()).isEqualTo(2);
        });
    }

    @Test
    void saysThatItDidNotReadAnEncryptedFile() throws IOException {
        assertThat(SCANNER.scan(Artifact.of("a.pdf", pdf(true)))).isNotInstanceOf(ScanOutcome.Clean.class);
    }

    @Test
    void refusesFiltersUponFilters() {
        assertThat(partial(object("/Filter [/FlateDecode /FlateDecode]", new byte[0])))
                .contains("filters");
        assertThat(partial(object("/Filter /LZWDecode", new byte[0]))).contains("filters");
        assertThat(partial(object("/Filter 7 0 R", new byte[0]))).contains("filters");
        assertThat(partial(object("/Fil#74er /FlateDecode", new byte[0]))).contains("filters");
    }

    @Test
    void stopsAStreamThatInflatesWithoutEnd() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(9))) {
            for (int i = 0; i < 200; i++) {
                out.write(new byte[(int) MIB]);
            }
        }
        assertThat(partial(object("/Filter /FlateDecode", packed.toByteArray())))
                .contains("ratio");
    }

    @Test
    void callsATruncatedFilePartlyRead() throws IOException {
        byte[] whole = pdf(false);
        ScanOutcome outcome = SCANNER.scan(Artifact.of("a.pdf", Arrays.copyOf(whole, whole.length / 3)));
        assertThat(outcome).isNotInstanceOf(ScanOutcome.Clean.class);
    }

    @Test
    void stopsInTheMiddleOfAPageWhenItsTimeIsUp() throws IOException {
        assertThat(atASecondALook(drawing(100))).isInstanceOf(ScanOutcome.Clean.class);

        ScanOutcome outcome = atASecondALook(drawing(20_000));

        assertThat(outcome).isInstanceOf(ScanOutcome.Partial.class);
        assertThat(((ScanOutcome.Partial) outcome).reason()).contains("time limit");
    }

    /** Each look at the clock takes a second of the sixty that there are. */
    private static ScanOutcome atASecondALook(byte[] pdf) {
        long[] now = new long[1];
        LongSupplier clock = () -> now[0] += Duration.ofSeconds(1).toNanos();
        return Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS, clock)
                .scan(Artifact.of("a.pdf", pdf));
    }

    /** One page that saves and restores its state so many times, and says nothing. */
    private static byte[] drawing(int times) throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                for (int i = 0; i < times; i++) {
                    content.saveGraphicsState();
                    content.restoreGraphicsState();
                }
            }
            return bytes(document);
        }
    }

    private static byte[] bytes(PDDocument document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.save(out);
        return out.toByteArray();
    }

    private static String partial(byte[] pdf) {
        ScanLimits limits = new ScanLimits(64 * MIB, 512 * MIB, 100, 100, 5, 64 * MIB, 100, Duration.ofSeconds(60));
        ScanOutcome outcome = Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), limits)
                .scan(Artifact.of("a.pdf", pdf));
        assertThat(outcome).isInstanceOf(ScanOutcome.Partial.class);
        return ((ScanOutcome.Partial) outcome).reason();
    }

    private static byte[] object(String dictionary, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("%PDF-1.7\n1 0 obj\n<< " + dictionary + " /Length " + data.length + " >>\nstream\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(data);
        out.writeBytes("\nendstream\nendobj\n%%EOF\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static byte[] pdf(boolean encrypted) throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.beginText();
                content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                content.newLineAtOffset(50, 700);
                content.showText("How to get in");
                content.newLineAtOffset(0, -20);
                content.showText("password: \"" + PASSWORD + "\"");
                content.endText();
            }
            if (encrypted) {
                document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            }
            return bytes(document);
        }
    }
}
