package io.keywatch.detect.scan.text;

import io.keywatch.detect.scan.pattern.ByteSet;

/**
 * Where a token begins and ends. Text that was escaped on its way (a line feed as {@code \n}, a quote as {@code %22}
 * or {@code "}) has letters and digits right before a token that do not belong to it.
 */
public final class Edges {
    private static final ByteSet HEX = ByteSet.of("0123456789abcdefABCDEF");

    private Edges() {}

    public static boolean left(byte[] bytes, int at) {
        if (at == 0 || !ByteSet.ALNUM.has(bytes[at - 1])) {
            return true;
        }
        byte before = bytes[at - 1];
        if (at >= 2 && bytes[at - 2] == '\\') {
            return before == 'n' || before == 'r' || before == 't';
        }
        if (at >= 3 && HEX.has(before) && HEX.has(bytes[at - 2])) {
            boolean percent = bytes[at - 3] == '%';
            boolean hexEscape = at >= 4 && bytes[at - 3] == 'x' && bytes[at - 4] == '\\';
            boolean unicodeEscape = at >= 6 && bytes[at - 5] == 'u' && bytes[at - 6] == '\\';
            return percent || hexEscape || unicodeEscape;
        }
        return false;
    }
}
