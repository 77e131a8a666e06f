package io.keywatch.detect.scan.decode;

import io.keywatch.detect.scan.text.FileKind;

/**
 * Decoded text and where it came from.
 *
 * @param kind how its unquoted values end
 * @param origins for each decoded byte the offset of what it was made from; one more for the end
 */
@SuppressWarnings("ArrayRecordComponent") // a buffer on its way, never compared
public record Run(byte[] bytes, int[] origins, FileKind kind) {
    /** Share of printable characters from which decoded bytes are text. */
    private static final double TEXT = 0.95;

    public int from(int start) {
        return origins[start];
    }

    /** Exclusive end of what the byte before {@code end} was made from. */
    public int to(int end) {
        return origins[end];
    }

    /** Bytes that are no text hold nothing that the engine reads. */
    public boolean isText() {
        int printable = 0;
        for (byte b : bytes) {
            printable += (b >= ' ' && b != 0x7f) || b == '\n' || b == '\r' || b == '\t' || b < 0 ? 1 : 0;
        }
        return bytes.length > 0 && printable >= TEXT * bytes.length;
    }

    @Override
    public String toString() {
        return "Run[" + bytes.length + " bytes]";
    }
}
