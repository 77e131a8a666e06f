package io.keywatch.detect.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BinaryOut} wrote. A value that ends too early is an {@link IllegalStateException} without content. */
public final class BinaryIn {
    private final byte[] bytes;
    private int at;

    public BinaryIn(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalStateException when a later build wrote the value */
    public int version(int newestKnown) {
        int version = next();
        if (version > newestKnown) {
            throw new IllegalStateException(
                    "stored value has version " + version + ", this build reads " + newestKnown);
        }
        return version;
    }

    public long number() {
        long value = 0;
        int shift = 0;
        int part;
        do {
            part = next();
            value |= (long) (part & 0x7F) << shift;
            shift += 7;
        } while ((part & 0x80) != 0);
        return (value >>> 1) ^ -(value & 1);
    }

    public int count() {
        return Math.toIntExact(number());
    }

    public @Nullable String textOrNull() {
        int length = count();
        if (length < 0) {
            return null;
        }
        if (length > bytes.length - at) {
            throw tooShort();
        }
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    public String text() {
        String text = textOrNull();
        if (text == null) {
            throw new IllegalStateException("stored value lacks a text that is always there");
        }
        return text;
    }

    /** What {@link BinaryOut#block} took. */
    public byte[] block() {
        int length = count();
        if (length < 0 || length > bytes.length - at) {
            throw tooShort();
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    private int next() {
        if (at >= bytes.length) {
            throw tooShort();
        }
        return bytes[at++] & 0xFF;
    }

    private static IllegalStateException tooShort() {
        return new IllegalStateException("stored value ends too early");
    }
}
