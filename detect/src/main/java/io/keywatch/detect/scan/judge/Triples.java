package io.keywatch.detect.scan.judge;

/** Three characters in a row, over an alphabet in which case, digits and signs are folded. */
final class Triples {
    /** a-z, digit, joiner, other sign, outside the value. */
    static final int LETTERS = 30;

    static final int COUNT = LETTERS * LETTERS * LETTERS;

    /** Characters of a value that are looked at: what follows says nothing new. */
    static final int MOST = 128;

    private static final int OUTSIDE = 29;
    private static final byte[] FOLD = new byte[256];

    static {
        for (int c = 0; c < 256; c++) {
            int letter = c | 0x20;
            if (letter >= 'a' && letter <= 'z' && c < 128) {
                FOLD[c] = (byte) (letter - 'a');
            } else if (c >= '0' && c <= '9') {
                FOLD[c] = 26;
            } else {
                FOLD[c] = (byte) (c == '-' || c == '_' || c == '.' || c == ' ' || c == '/' || c == ':' ? 27 : 28);
            }
        }
    }

    private Triples() {}

    static void of(byte[] b, int from, int to, Traits into) {
        int first = OUTSIDE;
        int second = OUTSIDE;
        int end = Math.min(to, from + MOST - 1);
        for (int i = from; i < end; i++) {
            int third = FOLD[b[i] & 0xff];
            into.triple((first * LETTERS + second) * LETTERS + third);
            first = second;
            second = third;
        }
        into.triple((first * LETTERS + second) * LETTERS + OUTSIDE);
    }

    /** Counts the triples of the words of a text: letters, digits and what joins them. */
    static void count(byte[] b, int length, int[] counts) {
        int i = 0;
        while (i < length) {
            if (b[i] <= ' ' || FOLD[b[i] & 0xff] >= 27) {
                i++;
                continue;
            }
            int first = OUTSIDE;
            int second = OUTSIDE;
            while (i < length && b[i] > ' ' && FOLD[b[i] & 0xff] < 28) {
                int third = FOLD[b[i] & 0xff];
                counts[(first * LETTERS + second) * LETTERS + third]++;
                first = second;
                second = third;
                i++;
            }
            counts[(first * LETTERS + second) * LETTERS + OUTSIDE]++;
        }
    }
}
