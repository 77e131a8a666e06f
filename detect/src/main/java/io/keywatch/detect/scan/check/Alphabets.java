package io.keywatch.detect.scan.check;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Number and byte encodings that token formats use. */
final class Alphabets {
    static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    static final String BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz";
    static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Alphabets() {}

    static long crc32(byte[] bytes, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        return crc.getValue();
    }

    /** Most significant digit first, padded with the zero digit. */
    static String digits(long number, String alphabet, int width) {
        char[] text = new char[width];
        Arrays.fill(text, alphabet.charAt(0));
        long rest = number;
        for (int i = width - 1; i >= 0 && rest > 0; i--) {
            text[i] = alphabet.charAt((int) (rest % alphabet.length()));
            rest /= alphabet.length();
        }
        return new String(text);
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Whether the value that stands in {@code [from, to)} begins so. */
    static boolean begins(byte[] bytes, int from, int to, String expected) {
        return to - from >= expected.length()
                && text(bytes, from, from + expected.length()).equals(expected);
    }

    /** Either alphabet, padded or not; null where it is neither, or where {@code to} lies before {@code from}. */
    static byte @Nullable [] base64(byte[] bytes, int from, int to) {
        if (to < from) {
            return null;
        }
        int end = to;
        while (end > from && bytes[end - 1] == '=') {
            end--;
        }
        byte[] plain = Arrays.copyOfRange(bytes, from, end);
        for (int i = 0; i < plain.length; i++) {
            plain[i] = plain[i] == '-' ? (byte) '+' : plain[i] == '_' ? (byte) '/' : plain[i];
        }
        try {
            return Base64.getDecoder().decode(plain);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** RFC 4648 base32 without padding; trailing bits that make no byte are dropped. */
    static byte @Nullable [] base32(byte[] bytes, int from, int to) {
        byte[] out = new byte[(to - from) * 5 / 8];
        long bits = 0;
        int count = 0;
        int at = 0;
        for (int i = from; i < to; i++) {
            int value = BASE32.indexOf(bytes[i]);
            if (value < 0) {
                return null;
            }
            bits = bits << 5 | value;
            count += 5;
            if (count >= 8) {
                count -= 8;
                out[at++] = (byte) (bits >> count);
            }
        }
        return out;
    }
}
