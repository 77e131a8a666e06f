package io.keywatch.detect.scan.text;

/** Shannon entropy of a value's bytes, in bits per byte. */
public final class Entropy {
    /** log2 of small counts, the inner loop of every judgement. */
    private static final double[] N_LOG_N = new double[1025];

    static {
        for (int n = 2; n < N_LOG_N.length; n++) {
            N_LOG_N[n] = n * Math.log(n) / Math.log(2);
        }
    }

    private Entropy() {}

    public static double of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length <= 1) {
            return 0;
        }
        int[] counts = new int[256];
        for (int i = from; i < to; i++) {
            counts[bytes[i] & 0xff]++;
        }
        double sum = 0;
        for (int count : counts) {
            sum += nLogN(count);
        }
        return (nLogN(length) - sum) / length;
    }

    private static double nLogN(int n) {
        return n < N_LOG_N.length ? N_LOG_N[n] : n * Math.log(n) / Math.log(2);
    }
}
