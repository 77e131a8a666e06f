package io.keywatch.detect.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Small PDF files, and office documents around a part that is fuzzed. */
final class DocumentSeeds {
    private static final String CANARY = Invariants.CANARY;

    /** Parts that are read as text; the last are the texts that sheets refer to. */
    private static final List<String> PARTS =
            List.of("word/document.xml", "ppt/slides/slide1.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml");

    private static final String SHEET = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
            + "<c r=\"C1\" t=\"s\"><v>1</v></c></row></sheetData></worksheet>";

    private DocumentSeeds() {}

    static List<byte[]> pdf() {
        return List.of(pdf(true), pdf(false));
    }

    private static byte[] pdf(boolean compressed) {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            try (PDPageContentStream content =
                    new PDPageContentStream(document, page, PDPageContentStream.AppendMode.OVERWRITE, compressed)) {
                content.beginText();
                content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                content.newLineAtOffset(50, 700);
                content.showText("password: \"" + CANARY + "\"");
                content.endText();
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out, compressed ? CompressParameters.DEFAULT_COMPRESSION : CompressParameters.NO_COMPRESSION);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first byte says which part of a document the rest is. */
    static byte[] office(byte[] input) {
        String part = input.length == 0 ? PARTS.getFirst() : PARTS.get((input[0] & 0xff) % PARTS.size());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            zip.write(Invariants.bytes("<Types/>"));
            zip.putNextEntry(new ZipEntry(part));
            zip.write(input, Math.min(1, input.length), Math.max(0, input.length - 1));
            if (part.equals(PARTS.getLast())) {
                zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
                zip.write(Invariants.bytes(SHEET));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static List<byte[]> officeParts() {
        String runs = "<w:document xmlns:w=\"w\"><w:p><w:r><w:t>pass</w:t></w:r><w:r><w:t>word: &quot;" + CANARY
                + "&quot;</w:t><w:br/><w:tab/></w:r></w:p><!-- c --><![CDATA[d]]></w:document>";
        String shared = "<sst><si><t>password</t></si><si><r><t>" + CANARY + "</t></r></si></sst>";
        String inline =
                "<worksheet><row><c r=\"B2\" t=\"inlineStr\"><is><t>" + CANARY + "</t></is></c></row></worksheet>";
        String entity = "<!DOCTYPE d [<!ENTITY a \"aa\">]><d><t>&a;</t></d>";
        return Arrays.asList(
                Invariants.bytes("\0" + runs),
                Invariants.bytes("\1" + entity),
                Invariants.bytes("\2" + SHEET),
                Invariants.bytes("\2" + inline),
                Invariants.bytes("\3" + shared));
    }
}
