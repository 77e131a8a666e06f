package io.keywatch.detect.state;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes the small binary values of the stores: variable-length integers and length-prefixed UTF-8. */
public final class BinaryOut {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    public BinaryOut version(int version) {
        out.write(version);
        return this;
    }

    /** Zigzag, seven bits a byte: small numbers of either sign take one byte. */
    public BinaryOut number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    public BinaryOut text(@Nullable String value) {
        if (value == null) {
            return number(-1);
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** Something that is encoded already. */
    public BinaryOut block(byte[] encoded) {
        number(encoded.length);
        out.writeBytes(encoded);
        return this;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }
}
