package io.keywatch.detect.scan.unpack;

import java.util.Arrays;

/** The record that ends a zip archive, by which one is found that stands behind a program or a script. */
final class ZipEnd {
    private static final byte[] SIGNATURE = {'P', 'K', 5, 6};
    private static final int SIZE = 22;

    /** A comment may have 65,535 bytes; looking through as many for it in every file costs more than it finds. */
    private static final int MAX_COMMENT = 4_096;

    private ZipEnd() {}

    /** Whether the bytes end in one, and in the comment that it states. */
    static boolean in(byte[] bytes, int length) {
        int earliest = Math.max(0, length - SIZE - MAX_COMMENT);
        for (int at = length - SIZE; at >= earliest; at--) {
            if (bytes[at] == 'P'
                    && Arrays.equals(bytes, at, at + SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)
                    && at + SIZE + comment(bytes, at) == length) {
                return true;
            }
        }
        return false;
    }

    private static int comment(byte[] bytes, int at) {
        return (bytes[at + SIZE - 2] & 0xff) | ((bytes[at + SIZE - 1] & 0xff) << 8);
    }
}
