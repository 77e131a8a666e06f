package io.keywatch.detect.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link BinaryOut} wrote. A value that is broken is an {@link IllegalStateException} without content, and what
 * it says of its size is believed as far as its bytes reach.
 */
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

    /** A number of anything; of what follows here, it is a {@link #size}. */
    public int count() {
        long count = number();
        if (count != (int) count) {
            throw new IllegalStateException("stored value has a count beyond an int");
        }
        return (int) count;
    }

    /** How many of something follow, each of a byte at least. */
    public int size() {
        return believed(count());
    }

    /** As many as there are. */
    public <T> List<T> list(Supplier<T> next) {
        int size = size();
        List<T> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(next.get());
        }
        return list;
    }

    /** The constant of this name. */
    public <E extends Enum<E>> E constant(Class<E> type) {
        String name = text();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalStateException("stored value names no " + type.getSimpleName() + " of this build");
    }

    /** One of {@code all}, by a place that a value told. */
    public static <T> T one(List<T> all, int place) {
        if (place < 0 || place >= all.size()) {
            throw new IllegalStateException("stored value tells place " + place + " of " + all.size());
        }
        return all.get(place);
    }

    public @Nullable String textOrNull() {
        int length = count();
        if (length < 0) {
            return null;
        }
        String text = new String(bytes, at, believed(length), StandardCharsets.UTF_8);
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
        int length = size();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    private int believed(int told) {
        if (told < 0 || told > bytes.length - at) {
            throw tooShort();
        }
        return told;
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
