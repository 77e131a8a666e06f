package io.keywatch.detect.scan.unpack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What people read in the parts of a Word, Excel or PowerPoint file (ECMA-376): a line for each paragraph, a line of
 * tab-separated cells for each row. In the XML itself a word may be split by markup, and the text of a cell stands in
 * another part. Used by one thread.
 */
final class OfficeText {
    static final String SHARED_STRINGS = "xl/sharedStrings.xml";

    /** Excel's own limit for one cell is 32,767 characters, for a sheet 16,384 columns. */
    private static final int MAX_COLUMNS = 1_024;

    /** A table of more distinct texts is cut. */
    private static final int MAX_STRINGS = 1_000_000;

    private static final Pattern PARAGRAPHS =
            Pattern.compile("word/(?:document|header\\d*|footer\\d*|comments|footnotes|endnotes)\\.xml"
                    + "|ppt/(?:slides|notesSlides|comments)/[^/]+\\.xml|xl/comments\\d*\\.xml");
    private static final Pattern SHEET = Pattern.compile("xl/worksheets/[^/]+\\.xml");

    private static final XMLInputFactory XML = factory();

    private final Budget budget;
    private List<String> shared = List.of();

    OfficeText(Budget budget) {
        this.budget = budget;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // no entities of the document's own, and nothing fetched
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    static boolean isPart(String member) {
        return PARAGRAPHS.matcher(member).matches() || SHEET.matcher(member).matches();
    }

    /** The texts that the sheets refer to. */
    void shared(byte[] xml, int length) throws XMLStreamException, Budget.OverLimit {
        List<String> strings = new ArrayList<>();
        XMLStreamReader reader = reader(xml, length);
        StringBuilder text = new StringBuilder();
        while (reader.hasNext() && strings.size() < MAX_STRINGS) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT
                    && reader.getLocalName().equals("t")) {
                text.append(reader.getElementText());
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && reader.getLocalName().equals("si")) {
                strings.add(text.toString());
                text.setLength(0);
            }
            inTime();
        }
        shared = strings;
    }

    /** @return UTF-8 */
    byte[] of(String member, byte[] xml, int length) throws XMLStreamException, Budget.OverLimit {
        return SHEET.matcher(member).matches() ? rows(reader(xml, length)) : paragraphs(reader(xml, length));
    }

    /** The name under which such a text is read: rows are a table. */
    static String name(String member) {
        String last = member.substring(member.lastIndexOf('/') + 1);
        return last + (SHEET.matcher(member).matches() ? ".tsv" : ".txt");
    }

    private byte[] paragraphs(XMLStreamReader reader) throws XMLStreamException, Budget.OverLimit {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (reader.getLocalName()) {
                    case "t" -> put(out, reader.getElementText());
                    case "tab" -> out.write('\t');
                    case "br", "cr" -> out.write('\n');
                    default -> {
                        // layout
                    }
                }
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && reader.getLocalName().equals("p")) {
                out.write('\n');
            }
            inTime();
        }
        return out.toByteArray();
    }

    private byte[] rows(XMLStreamReader reader) throws XMLStreamException, Budget.OverLimit {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int column = 0;
        int at = 0;
        String type = "";
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (reader.getLocalName()) {
                    case "c" -> {
                        at = column(reader.getAttributeValue(null, "r"), at);
                        type = String.valueOf(reader.getAttributeValue(null, "t"));
                        for (; column < at && column < MAX_COLUMNS; column++) {
                            out.write('\t');
                        }
                        at++;
                    }
                    case "v", "t" -> put(out, cell(type, reader.getElementText()));
                    default -> {
                        // formulas, layout
                    }
                }
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && reader.getLocalName().equals("row")) {
                out.write('\n');
                column = 0;
                at = 0;
            }
            inTime();
        }
        return out.toByteArray();
    }

    private String cell(String type, String text) {
        if (!type.equals("s")) {
            return text;
        }
        try {
            int index = Integer.parseInt(text.strip());
            return index >= 0 && index < shared.size() ? shared.get(index) : "";
        } catch (NumberFormatException noIndex) {
            return "";
        }
    }

    /** 0-based column of a reference like {@code B2}. */
    private static int column(@org.jspecify.annotations.Nullable String reference, int next) {
        if (reference == null) {
            return next;
        }
        int column = 0;
        for (char c : reference.toUpperCase(Locale.ROOT).toCharArray()) {
            if (c < 'A' || c > 'Z' || column > MAX_COLUMNS) {
                break;
            }
            column = column * 26 + c - 'A' + 1;
        }
        return Math.max(0, column - 1);
    }

    /** One text may be referred to from every cell: what comes out is charged, too. */
    private void put(ByteArrayOutputStream out, String text) throws Budget.OverLimit {
        byte[] utf8 = text.replace('\n', ' ').replace('\r', ' ').getBytes(StandardCharsets.UTF_8);
        budget.charge(utf8.length);
        if (out.size() + (long) utf8.length > budget.limits().maxMemberBytes()) {
            throw new Budget.OverLimit(
                    "a member over the limit of " + budget.limits().maxMemberBytes() + " bytes");
        }
        out.writeBytes(utf8);
    }

    private void inTime() throws Budget.OverLimit {
        if (!budget.inTime()) {
            throw new Budget.OverLimit(
                    "over the time limit of " + budget.limits().maxTime());
        }
    }

    /** Characters, not bytes: of bytes that are none the library writes a line to standard error and reads no further. */
    private static XMLStreamReader reader(byte[] xml, int length) throws XMLStreamException {
        boolean wide = startsWith(xml, length, 0xfe, 0xff) || startsWith(xml, length, 0xff, 0xfe);
        int mark = startsWith(xml, length, 0xef, 0xbb, 0xbf) ? 3 : 0;
        return XML.createXMLStreamReader(new InputStreamReader(
                new ByteArrayInputStream(xml, mark, length - mark),
                wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8));
    }

    private static boolean startsWith(byte[] bytes, int length, int... head) {
        for (int i = 0; i < head.length; i++) {
            if (i >= length || (bytes[i] & 0xff) != head[i]) {
                return false;
            }
        }
        return true;
    }
}
