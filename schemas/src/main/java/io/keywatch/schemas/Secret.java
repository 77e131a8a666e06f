package io.keywatch.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A secret value inside the scanner. It cannot be printed, serialised or logged: what leaves is its
 * {@link Fingerprint} and its {@link #preview(int) preview}.
 *
 * <p>Equality is by value, in time that does not depend on where two values differ. Not thread-safe with
 * {@link #destroy()}, which overwrites the bytes.
 */
public final class Secret {
    /** A preview never shows more than this share of the value, so that a short password shows nothing. */
    private static final int PREVIEW_SHARE = 4;

    private static final int PREVIEW_TAIL = 4;

    private final byte[] value;

    private Secret(byte[] value) {
        this.value = value;
    }

    /** Copies {@code length} bytes at {@code offset}. */
    public static Secret copyOf(byte[] bytes, int offset, int length) {
        return new Secret(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    public static Secret of(CharSequence value) {
        return new Secret(value.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Length in bytes. */
    public int length() {
        return value.length;
    }

    /** For the fingerprint and offline checks only; the array is the live one and must not be kept. */
    byte[] reveal() {
        return value;
    }

    /**
     * What a person may see: the first {@code knownPrefix} characters, which the format gives away anyway, and the
     * last 4, but in all never over a quarter of the value. The rest is an ellipsis.
     *
     * @param knownPrefix length of the public prefix of the format, 0 where there is none
     */
    public String preview(int knownPrefix) {
        int allowed = value.length / PREVIEW_SHARE;
        int head = Math.min(knownPrefix, allowed);
        int tail = Math.min(PREVIEW_TAIL, allowed - head);
        return printable(0, head) + "…" + printable(value.length - tail, tail);
    }

    private String printable(int from, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = from; i < from + length; i++) {
            char c = (char) (value[i] & 0x7f);
            text.append(value[i] > ' ' && value[i] < 0x7f ? c : '?');
        }
        return text.toString();
    }

    /** Overwrites the value; the fingerprint must have been taken before. */
    public void destroy() {
        Arrays.fill(value, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && java.security.MessageDigest.isEqual(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "Secret[" + value.length + " bytes]";
    }
}
