package io.keywatch.app.train;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The probability from which a candidate is reported: where F is highest.
 *
 * @param beta below 1, a false alarm costs more than a miss
 */
record Threshold(double beta) {
    double choose(double[] probabilities, boolean[] yes) {
        Integer[] order = new Integer[yes.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -probabilities[i]));
        int all = 0;
        for (boolean each : yes) {
            all += each ? 1 : 0;
        }
        int right = 0;
        double best = -1;
        double at = 0.5;
        for (int k = 0; k < order.length; k++) {
            right += yes[order[k]] ? 1 : 0;
            double f = (1 + beta * beta) * right / (beta * beta * all + k + 1);
            boolean last = k + 1 == order.length || probabilities[order[k + 1]] < probabilities[order[k]];
            if (last && f > best) {
                best = f;
                double next = k + 1 == order.length ? 0 : probabilities[order[k + 1]];
                at = (probabilities[order[k]] + next) / 2;
            }
        }
        return at;
    }
}
