package io.keywatch.app.train;

import io.keywatch.detect.scan.judge.HashedWeights;
import io.keywatch.detect.scan.judge.Sample;
import io.keywatch.detect.scan.judge.Traits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Logistic regression over words and triples, by Adagrad with weight decay; the same seed gives the same weights. */
final class WordRegression {
    private static final int EPOCHS = 8;
    private static final double RATE = 0.15;

    /** Towards zero at each step that a weight takes part in: rare words of one repository must not decide. */
    private static final double DECAY = 2e-3;

    private WordRegression() {}

    static HashedWeights train(List<Example> examples, long seed) {
        double[] weights = new double[Traits.HASHED];
        double[] squares = new double[Traits.HASHED];
        double bias = 0;
        double biasSquares = 1e-3;
        List<Example> order = new ArrayList<>(examples);
        Random random = new Random(seed);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            Collections.shuffle(order, random);
            for (Example example : order) {
                Sample sample = example.sample();
                int[] hashed = sample.hashed();
                byte[] groups = sample.groups();
                double[] share = shares(groups);
                double sum = bias;
                for (int i = 0; i < hashed.length; i++) {
                    sum += weights[hashed[i]] * share[groups[i]];
                }
                double error = (1 / (1 + Math.exp(-sum)) - (example.secret() ? 1 : 0)) * example.weight();
                biasSquares += error * error;
                bias -= RATE * error / Math.sqrt(biasSquares);
                for (int i = 0; i < hashed.length; i++) {
                    int at = hashed[i];
                    double slope = error * share[groups[i]] + DECAY * weights[at];
                    squares[at] += slope * slope;
                    weights[at] -= RATE * slope / Math.sqrt(squares[at] + 1e-2);
                }
            }
        }
        return HashedWeights.of(weights);
    }

    private static double[] shares(byte[] groups) {
        double[] shares = new double[Traits.Group.values().length];
        for (byte group : groups) {
            shares[group]++;
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] = shares[i] == 0 ? 0 : 1 / Math.sqrt(shares[i]);
        }
        return shares;
    }
}
