package io.keywatch.detect.scan.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.fontbox.FontBoxFont;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.CIDFontMapping;
import org.apache.pdfbox.pdmodel.font.FontMapper;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.font.FontMapping;
import org.apache.pdfbox.pdmodel.font.PDCIDSystemInfo;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;

/**
 * The text of a PDF, page by page. {@link PdfGuard} has looked at the file before; here time and text are bounded, and
 * nothing touches the disk: not the library's scratch file, not its search for fonts.
 */
final class PdfText {
    /** Memory of the library for decoded streams. */
    private static final long MAX_SCRATCH = 64L * 1024 * 1024;

    /** Looking at the clock at every operator would cost more than the operator. */
    private static final int OPERATORS_A_LOOK = 256;

    static {
        FontMappers.set(new OneFont());
    }

    private PdfText() {}

    static byte[] of(byte[] bytes, int length, Budget budget) throws IOException {
        RandomAccessReadBuffer input = new RandomAccessReadBuffer(
                java.nio.ByteBuffer.wrap(bytes, 0, length).slice());
        try (PDDocument document = Loader.loadPDF(
                input, "", null, null, MemoryUsageSetting.setupMainMemoryOnly(MAX_SCRATCH).streamCache)) {
            Text text = new Text(budget);
            Stripper stripper = new Stripper(budget);
            int pages = document.getNumberOfPages();
            for (int page = 1; page <= pages; page++) {
                budget.charge(0);
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                stripper.writeText(document, text);
            }
            return text.utf8();
        } catch (UncheckedIOException wrapped) {
            throw wrapped.getCause();
        }
    }

    /** Stops in the middle of a page: forms within forms draw without end. */
    private static final class Stripper extends PDFTextStripper {
        private final Budget budget;
        private int operators;

        Stripper(Budget budget) throws IOException {
            this.budget = budget;
        }

        @Override
        protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
            if (++operators % OPERATORS_A_LOOK == 0) {
                budget.charge(0);
            }
            super.processOperator(operator, operands);
        }

        @Override
        protected void processTextPosition(TextPosition text) {
            try {
                // a position holds some hundred bytes until its page is done
                budget.charge(64);
            } catch (Budget.OverLimit over) {
                throw new UncheckedIOException(over);
            }
            super.processTextPosition(text);
        }
    }

    private static final class Text extends Writer {
        private final Budget budget;
        private final StringBuilder text = new StringBuilder();

        Text(Budget budget) {
            this.budget = budget;
        }

        @Override
        public void write(char[] chars, int from, int count) throws IOException {
            budget.charge(count);
            text.append(chars, from, count);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        byte[] utf8() {
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * One font for all that a file does not bring along: widths are of no interest here, and the library's own search
     * reads the machine's font folders and writes a cache.
     */
    private static final class OneFont implements FontMapper {
        private static final String RESOURCE = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

        private final TrueTypeFont font = load();

        private static TrueTypeFont load() {
            try (InputStream in = PDDocument.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("the font of the PDF library is missing");
                }
                return new TTFParser().parse(new RandomAccessReadBuffer(in));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public FontMapping<TrueTypeFont> getTrueTypeFont(String name, @Nullable PDFontDescriptor descriptor) {
            return new FontMapping<>(font, true);
        }

        @Override
        public FontMapping<FontBoxFont> getFontBoxFont(String name, @Nullable PDFontDescriptor descriptor) {
            return new FontMapping<>(font, true);
        }

        @Override
        public CIDFontMapping getCIDFont(
                String name, @Nullable PDFontDescriptor descriptor, @Nullable PDCIDSystemInfo info) {
            return new CIDFontMapping(null, font, true);
        }
    }
}
