package io.keywatch.detect.scan.check;

/** The Marvin checksum of Azure's identifiable keys, folded to 32 bits. */
final class Marvin32 {
    private Marvin32() {}

    static int of(byte[] bytes, int from, int to, long seed) {
        int a = (int) seed;
        int b = (int) (seed >>> 32);
        int at = from;
        while (true) {
            int left = to - at;
            int word = 0;
            for (int i = Math.min(left, 4) - 1; i >= 0; i--) {
                word = word << 8 | (bytes[at + i] & 0xff);
            }
            if (left < 4) {
                // the end of the input is marked by a 0x80 byte
                word |= 0x80 << (8 * left);
            }
            a += word;
            // the last word is mixed twice
            for (int round = left < 4 ? 2 : 1; round > 0; round--) {
                b ^= a;
                a = Integer.rotateLeft(a, 20) + b;
                b = Integer.rotateLeft(b, 9) ^ a;
                a = Integer.rotateLeft(a, 27) + b;
                b = Integer.rotateLeft(b, 19);
            }
            if (left < 4) {
                return a ^ b;
            }
            at += 4;
        }
    }
}
