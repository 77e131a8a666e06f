package io.keywatch.detect.scan.text;

import java.util.Arrays;

/** Offsets to lines and columns, both 1-based; columns count code points of UTF-8. Built only where something was
 * found, and used by one thread. */
public final class Lines {
    private final byte[] bytes;
    private int[] starts = new int[64];
    private int count = 1;
    private int columnLine = -1;
    private int columnOffset;
    private int columnValue;

    public Lines(byte[] bytes, int length) {
        this.bytes = bytes;
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b == '\n' || (b == '\r' && (i + 1 == length || bytes[i + 1] != '\n'))) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = i + 1;
            }
        }
    }

    public int line(int offset) {
        int at = Arrays.binarySearch(starts, 0, count, offset);
        return at >= 0 ? at + 1 : -at - 1;
    }

    public int column(int offset) {
        int start = starts[line(offset) - 1];
        // offsets mostly come in order: a minified file of one line is walked once, not once for each match
        boolean onward = start == columnLine && offset >= columnOffset;
        int column = onward ? columnValue : 1;
        for (int i = onward ? columnOffset : start; i < offset; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                column++;
            }
        }
        columnLine = start;
        columnOffset = offset;
        columnValue = column;
        return column;
    }

    /** Offset of the first byte of a line; lines past the end begin at the end. */
    public int start(int line) {
        return line < 1 ? 0 : line > count ? bytes.length : starts[line - 1];
    }
}
