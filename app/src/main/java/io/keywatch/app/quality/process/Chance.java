package io.keywatch.app.quality.process;

import java.util.random.RandomGenerator;

/** The distributions of the model. */
final class Chance {
    private Chance() {}

    /** Continuous Pareto from {@code least}, cut at {@code most}. */
    static double pareto(RandomGenerator random, double least, double alpha, double most) {
        return Math.min(most, least / Math.pow(1 - random.nextDouble(), 1 / alpha));
    }

    static double logNormal(RandomGenerator random, double median, double sigma) {
        return median * Math.exp(sigma * random.nextGaussian());
    }

    /** Counts exponential gaps: exact for any mean. */
    static int poisson(RandomGenerator random, double mean) {
        int count = -1;
        double sum = 0;
        do {
            sum += random.nextExponential();
            count++;
        } while (sum < mean);
        return count;
    }

    /** Index by cumulative weights, the last of which is the total. */
    static int index(RandomGenerator random, double[] cumulative, int length) {
        double point = random.nextDouble() * cumulative[length - 1];
        int low = 0;
        int high = length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > point) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    static String letters(RandomGenerator random, int length) {
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = (char) ('a' + random.nextInt(26));
        }
        return new String(text);
    }
}
