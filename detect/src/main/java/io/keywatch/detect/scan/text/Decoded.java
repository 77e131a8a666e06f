package io.keywatch.detect.scan.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Content as the engine reads it: bytes in which ASCII stands for itself. UTF-16 becomes UTF-8; UTF-8, ISO-8859-1 and
 * the like stay as they are. Used by one thread.
 */
public final class Decoded {
    /** Enough to tell text from binary; a NUL later does not make text binary. */
    private static final int SAMPLE = 8 * 1024;

    /** Share of ASCII pairs (character and NUL) from which text without a mark is UTF-16. */
    private static final double UTF16_SHARE = 0.7;

    private final byte[] bytes;
    private final int length;
    private final boolean binary;
    /** Bytes of a code unit as stored. */
    private final int unit;
    /** Length of the byte order mark. */
    private final int mark;

    private int lastOffset;
    private long lastUnits;

    private Decoded(byte[] bytes, int length, boolean binary, int unit, int mark) {
        this.bytes = bytes;
        this.length = length;
        this.binary = binary;
        this.unit = unit;
        this.mark = mark;
    }

    public static Decoded text(byte[] utf8) {
        return new Decoded(utf8, utf8.length, false, 1, 0);
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** No text: only what speaks for itself is looked for. */
    public boolean binary() {
        return binary;
    }

    public static Decoded of(byte[] content, int length) {
        if (length >= 2 && content[0] == (byte) 0xff && content[1] == (byte) 0xfe) {
            return utf16(content, length, ByteOrder.LITTLE_ENDIAN, 2);
        }
        if (length >= 2 && content[0] == (byte) 0xfe && content[1] == (byte) 0xff) {
            return utf16(content, length, ByteOrder.BIG_ENDIAN, 2);
        }
        int sample = Math.min(length, SAMPLE);
        int nul = 0;
        int evenNul = 0;
        int oddNul = 0;
        for (int i = 0; i < sample; i++) {
            if (content[i] == 0) {
                nul++;
                boolean paired = i % 2 == 0 ? i + 1 < sample && printable(content[i + 1]) : printable(content[i - 1]);
                if (paired && i % 2 == 0) {
                    evenNul++;
                } else if (paired) {
                    oddNul++;
                }
            }
        }
        if (nul == 0) {
            return new Decoded(content, length, false, 1, 0);
        }
        if (oddNul * 2 > sample * UTF16_SHARE && evenNul * 10 < oddNul) {
            return utf16(content, length, ByteOrder.LITTLE_ENDIAN, 0);
        }
        if (evenNul * 2 > sample * UTF16_SHARE && oddNul * 10 < evenNul) {
            return utf16(content, length, ByteOrder.BIG_ENDIAN, 0);
        }
        return new Decoded(content, length, true, 1, 0);
    }

    private static boolean printable(byte b) {
        return (b >= ' ' && b < 0x7f) || b == '\n' || b == '\r' || b == '\t';
    }

    /** Unit by unit: a decoder makes one character of a lone surrogate and what follows it. */
    private static Decoded utf16(byte[] content, int length, ByteOrder order, int mark) {
        // half a unit at the end is not read, and half a pair is written as a question mark
        String units = ByteBuffer.wrap(content, mark, length - mark)
                .order(order)
                .asCharBuffer()
                .toString();
        byte[] utf8 = units.getBytes(StandardCharsets.UTF_8);
        return new Decoded(utf8, utf8.length, false, 2, mark);
    }

    /** Offset in the content as stored. */
    public long original(int offset) {
        if (unit == 1) {
            return offset;
        }
        // offsets come in order: from the last one on
        long units = offset >= lastOffset ? lastUnits : 0;
        for (int i = offset >= lastOffset ? lastOffset : 0; i < offset; i++) {
            int b = bytes[i] & 0xff;
            // one UTF-16 unit for each character, two for those of four bytes
            units += b >= 0xf0 ? 2 : b < 0x80 || b >= 0xc0 ? 1 : 0;
        }
        lastOffset = offset;
        lastUnits = units;
        return mark + units * 2;
    }
}
