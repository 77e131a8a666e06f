package io.keywatch.app.train;

/** Whether probabilities are what they say: of the candidates with 0.8, four in five are secrets. */
final class Reliability {
    private static final int BINS = 10;

    private final int[] count = new int[BINS];
    private final int[] secrets = new int[BINS];
    private final double[] said = new double[BINS];
    private double squares;
    private int all;

    void add(double probability, boolean secret) {
        int bin = Math.min(BINS - 1, (int) (probability * BINS));
        count[bin]++;
        secrets[bin] += secret ? 1 : 0;
        said[bin] += probability;
        squares += (probability - (secret ? 1 : 0)) * (probability - (secret ? 1 : 0));
        all++;
    }

    int all() {
        return all;
    }

    /** Mean squared error of the probability. */
    double brier() {
        return all == 0 ? 0 : squares / all;
    }

    /** Expected calibration error over ten bins of equal width. */
    double expectedError() {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += Math.abs(said[bin] - secrets[bin]);
        }
        return all == 0 ? 0 : sum / all;
    }

    /** One line a bin: what was said, what was, how many. */
    String table() {
        StringBuilder table = new StringBuilder();
        for (int bin = 0; bin < BINS; bin++) {
            if (count[bin] > 0) {
                table.append(String.format(
                        java.util.Locale.ROOT,
                        "said %.2f was %.2f of %d%n",
                        said[bin] / count[bin],
                        (double) secrets[bin] / count[bin],
                        count[bin]));
            }
        }
        return table.toString();
    }
}
