package io.keywatch.schemas;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Hides values wherever they stand in a text that leaves the scanner: a password found in a file may also be the name of
 * a file. Keeps copies until it is closed, which overwrites them. Used by one thread.
 */
public final class Masking implements AutoCloseable {
    /** Stands where a value stood. */
    public static final String MASK = "…";

    private static final byte[] MASK_BYTES = MASK.getBytes(StandardCharsets.UTF_8);

    /** Shorter values stand everywhere by chance; to hide them would tell them. */
    private static final int SHORTEST = 4;

    private final Map<Integer, List<byte[]>> byStart = new HashMap<>();

    /** @param secret copied, so that it may be destroyed */
    public void take(Secret secret) {
        byte[] value = secret.reveal();
        if (value.length < SHORTEST) {
            return;
        }
        List<byte[]> others = byStart.computeIfAbsent(start(value, 0), start -> new ArrayList<>(1));
        if (others.stream().noneMatch(other -> Arrays.equals(other, value))) {
            others.add(value.clone());
        }
    }

    /**
     * The text without the values taken so far; values that touch or overlap are one mask.
     *
     * @param inTime asked on the way; where it says no, nothing of the text is shown
     */
    public String mask(String text, BooleanSupplier inTime) {
        if (byStart.isEmpty()) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        BitSet hidden = new BitSet(bytes.length);
        for (int at = 0; at + SHORTEST <= bytes.length; at++) {
            List<byte[]> values = byStart.getOrDefault(start(bytes, at), List.of());
            if (!values.isEmpty() && !inTime.getAsBoolean()) {
                return MASK;
            }
            for (byte[] value : values) {
                int end = at + value.length;
                if (end <= bytes.length && Arrays.equals(bytes, at, end, value, 0, value.length)) {
                    hidden.set(at, end);
                }
            }
        }
        return hidden.isEmpty() ? text : without(bytes, bytes.length, hidden);
    }

    /** The first {@code length} bytes of a UTF-8 text, with one mask for each run of hidden ones. */
    public static String without(byte[] text, int length, BitSet hidden) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length);
        int at = 0;
        while (at < length) {
            int from = hidden.nextSetBit(at);
            int shown = from < 0 ? length : Math.min(from, length);
            out.write(text, at, shown - at);
            at = shown;
            if (at < length) {
                out.writeBytes(MASK_BYTES);
                at = hidden.nextClearBit(at);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int start(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes, at, SHORTEST).getInt();
    }

    @Override
    public void close() {
        byStart.values().forEach(values -> values.forEach(value -> Arrays.fill(value, (byte) 0)));
        byStart.clear();
    }

    @Override
    public String toString() {
        return "Masking[" + byStart.size() + " starts]";
    }
}
