package io.keywatch.app.train;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The probability from which a candidate is reported: the middle of where F is about highest, for the very top of a flat
 * hill is chance.
 *
 * @param beta below 1, a false alarm costs more than a miss
 */
record Threshold(double beta) {
    /** Less than one standard error of F on some thousand examples. */
    private static final double FLAT = 0.003;

    double choose(double[] probabilities, boolean[] yes) {
        Integer[] order = new Integer[yes.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -probabilities[i]));
        int all = 0;
        for (boolean each : yes) {
            all += each ? 1 : 0;
        }
        double[] f = new double[order.length];
        double best = 0;
        int right = 0;
        for (int k = 0; k < order.length; k++) {
            right += yes[order[k]] ? 1 : 0;
            f[k] = (1 + beta * beta) * right / (beta * beta * all + k + 1);
            best = Math.max(best, f[k]);
        }
        double high = Double.NaN;
        double low = 0.5;
        for (int k = 0; k < order.length; k++) {
            if (f[k] >= best - FLAT) {
                high = Double.isNaN(high) ? probabilities[order[k]] : high;
                low = probabilities[order[k]];
            }
        }
        return Double.isNaN(high) ? low : (high + low) / 2;
    }
}
