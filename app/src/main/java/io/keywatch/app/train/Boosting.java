package io.keywatch.app.train;

import io.keywatch.detect.scan.judge.Trees;
import java.util.Arrays;
import java.util.Random;

/** Gradient-boosted trees for a yes or no, over columns in bins. The same seed gives the same trees. */
final class Boosting {
    /** @param minWeight curvature of the loss that each side of a split must have: about four times as many doubtful examples */
    record Shape(int trees, int depth, double rate, double minWeight, double ridge, double columns, double rows) {
        static final Shape DEFAULT = new Shape(240, 4, 0.08, 6, 8, 0.25, 0.7);
    }

    private static final int BINS = 64;

    private final Shape shape;
    private final float[][] edges;
    private final byte[][] binned;
    private final int examples;

    private Boosting(float[][] rows, Shape shape) {
        this.shape = shape;
        this.examples = rows.length;
        int columns = rows[0].length;
        this.edges = new float[columns][];
        this.binned = new byte[columns][examples];
        for (int c = 0; c < columns; c++) {
            float[] sorted = new float[examples];
            for (int i = 0; i < examples; i++) {
                sorted[i] = rows[i][c];
            }
            Arrays.sort(sorted);
            edges[c] = edges(sorted);
            for (int i = 0; i < examples; i++) {
                binned[c][i] = (byte) bin(edges[c], rows[i][c]);
            }
        }
    }

    static Trees train(float[][] rows, boolean[] yes, double[] weights, Shape shape, long seed) {
        return new Boosting(rows, shape).grow(yes, weights, new Random(seed));
    }

    /** Upper edges of bins: a value belongs to the first that it is not above. */
    private static float[] edges(float[] sorted) {
        float[] distinct = new float[sorted.length];
        int n = 0;
        for (float value : sorted) {
            if (n == 0 || value != distinct[n - 1]) {
                distinct[n++] = value;
            }
        }
        if (n <= BINS) {
            float[] edges = new float[Math.max(0, n - 1)];
            for (int i = 0; i < edges.length; i++) {
                edges[i] = (distinct[i] + distinct[i + 1]) / 2;
            }
            return edges;
        }
        float[] edges = new float[BINS - 1];
        int m = 0;
        for (int i = 1; i < BINS; i++) {
            float edge = sorted[(int) ((long) i * sorted.length / BINS)];
            if (m == 0 || edge > edges[m - 1]) {
                edges[m++] = edge;
            }
        }
        return Arrays.copyOf(edges, m);
    }

    private static int bin(float[] edges, float value) {
        int at = Arrays.binarySearch(edges, value);
        return at >= 0 ? at : -at - 1;
    }

    private Trees grow(boolean[] yes, double[] weights, Random random) {
        int inner = (1 << shape.depth()) - 1;
        short[] features = new short[shape.trees() * inner];
        float[] thresholds = new float[features.length];
        float[] leaves = new float[shape.trees() << shape.depth()];
        Arrays.fill(thresholds, Float.POSITIVE_INFINITY);
        double[] score = new double[examples];
        double[] slope = new double[examples];
        double[] bend = new double[examples];
        int[] node = new int[examples];
        boolean[] in = new boolean[examples];
        for (int tree = 0; tree < shape.trees(); tree++) {
            for (int i = 0; i < examples; i++) {
                double p = 1 / (1 + Math.exp(-score[i]));
                slope[i] = (p - (yes[i] ? 1 : 0)) * weights[i];
                bend[i] = Math.max(1e-6, p * (1 - p)) * weights[i];
                in[i] = random.nextDouble() < shape.rows();
                node[i] = 0;
            }
            int[] columns = sample(random);
            for (int level = 0; level < shape.depth(); level++) {
                split(tree * inner, level, columns, slope, bend, in, node, features, thresholds);
            }
            int base = tree << shape.depth();
            double[] sumSlope = new double[1 << shape.depth()];
            double[] sumBend = new double[1 << shape.depth()];
            for (int i = 0; i < examples; i++) {
                if (in[i]) {
                    sumSlope[node[i] - inner] += slope[i];
                    sumBend[node[i] - inner] += bend[i];
                }
            }
            for (int leaf = 0; leaf < sumSlope.length; leaf++) {
                leaves[base + leaf] = (float) (-shape.rate() * sumSlope[leaf] / (sumBend[leaf] + shape.ridge()));
            }
            for (int i = 0; i < examples; i++) {
                score[i] += leaves[base + node[i] - inner];
            }
        }
        return new Trees(shape.depth(), shape.trees(), features, thresholds, leaves);
    }

    private int[] sample(Random random) {
        int many = Math.max(1, (int) (edges.length * shape.columns()));
        int[] all = new int[edges.length];
        Arrays.setAll(all, i -> i);
        for (int i = 0; i < many; i++) {
            int other = i + random.nextInt(all.length - i);
            int swap = all[i];
            all[i] = all[other];
            all[other] = swap;
        }
        int[] chosen = Arrays.copyOf(all, many);
        Arrays.sort(chosen);
        return chosen;
    }

    private void split(
            int base,
            int level,
            int[] columns,
            double[] slope,
            double[] bend,
            boolean[] in,
            int[] node,
            short[] features,
            float[] thresholds) {
        int first = (1 << level) - 1;
        int nodes = 1 << level;
        double[] best = new double[nodes];
        int[] bestColumn = new int[nodes];
        int[] bestBin = new int[nodes];
        Arrays.fill(bestColumn, -1);
        double[] slopes = new double[nodes * BINS];
        double[] bends = new double[nodes * BINS];
        for (int column : columns) {
            if (edges[column].length == 0) {
                continue;
            }
            Arrays.fill(slopes, 0);
            Arrays.fill(bends, 0);
            byte[] bins = binned[column];
            for (int i = 0; i < examples; i++) {
                if (in[i]) {
                    int at = (node[i] - first) * BINS + bins[i];
                    slopes[at] += slope[i];
                    bends[at] += bend[i];
                }
            }
            for (int n = 0; n < nodes; n++) {
                double allSlope = 0;
                double allBend = 0;
                for (int bin = 0; bin < BINS; bin++) {
                    allSlope += slopes[n * BINS + bin];
                    allBend += bends[n * BINS + bin];
                }
                double whole = allSlope * allSlope / (allBend + shape.ridge());
                double leftSlope = 0;
                double leftBend = 0;
                for (int bin = 0; bin < edges[column].length; bin++) {
                    leftSlope += slopes[n * BINS + bin];
                    leftBend += bends[n * BINS + bin];
                    double rightSlope = allSlope - leftSlope;
                    double rightBend = allBend - leftBend;
                    if (leftBend < shape.minWeight() || rightBend < shape.minWeight()) {
                        continue;
                    }
                    double gain = leftSlope * leftSlope / (leftBend + shape.ridge())
                            + rightSlope * rightSlope / (rightBend + shape.ridge())
                            - whole;
                    if (gain > best[n] + 1e-9) {
                        best[n] = gain;
                        bestColumn[n] = column;
                        bestBin[n] = bin;
                    }
                }
            }
        }
        for (int n = 0; n < nodes; n++) {
            if (bestColumn[n] >= 0) {
                features[base + first + n] = (short) bestColumn[n];
                thresholds[base + first + n] = edges[bestColumn[n]][bestBin[n]];
            }
        }
        for (int i = 0; i < examples; i++) {
            int n = node[i] - first;
            boolean right = bestColumn[n] >= 0 && bins(bestColumn[n], i) > bestBin[n];
            node[i] = 2 * node[i] + (right ? 2 : 1);
        }
    }

    private int bins(int column, int i) {
        return binned[column][i] & 0xff;
    }
}
