package io.keywatch.detect.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes the small binary values of the stores: variable-length integers and length-prefixed UTF-8. */
public final class BinaryOut {
    /** 64 bits, seven a byte. */
    private static final int MOST_OF_A_NUMBER = 10;

    private byte[] bytes = new byte[256];
    private int length;

    public BinaryOut version(int version) {
        room(1);
        bytes[length++] = (byte) version;
        return this;
    }

    /** Zigzag, seven bits a byte: small numbers of either sign take one byte. */
    public BinaryOut number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        room(MOST_OF_A_NUMBER);
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    public BinaryOut text(@Nullable String value) {
        if (value == null) {
            return number(-1);
        }
        return block(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Something that is encoded already. */
    public BinaryOut block(byte[] encoded) {
        number(encoded.length);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return this;
    }

    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
        }
    }
}
