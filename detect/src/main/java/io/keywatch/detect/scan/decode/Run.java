package io.keywatch.detect.scan.decode;

import io.keywatch.detect.scan.text.FileKind;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

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

    /**
     * {@code name=value} out of a name and its base64 value.
     *
     * @return null where the value is not base64, or is empty
     */
    public static @Nullable Run named(byte[] b, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(Arrays.copyOfRange(b, valueStart, valueEnd));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        if (decoded.length == 0) {
            return null;
        }
        int offset = nameEnd - nameStart + 1;
        byte[] text = Arrays.copyOfRange(b, nameStart, nameStart + offset + decoded.length);
        text[offset - 1] = '=';
        System.arraycopy(decoded, 0, text, offset, decoded.length);
        int[] origins = new int[text.length + 1];
        for (int i = 0; i < text.length; i++) {
            int k = i - offset;
            origins[i] = k < 0 ? nameStart + Math.min(i, offset - 1) : valueStart + k * 4 / 3;
        }
        origins[text.length] = valueEnd;
        return new Run(text, origins, FileKind.CONFIG);
    }

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
