package io.keywatch.detect.scan.judge;

/** What single words and triples say for a secret, as a logistic regression learnt it: one byte each. Immutable. */
public final class HashedWeights {
    private final byte[] weights;
    private final float scale;

    HashedWeights(byte[] weights, float scale) {
        if (weights.length != Traits.HASHED) {
            throw new IllegalArgumentException("weights of other traits");
        }
        this.weights = weights;
        this.scale = scale;
    }

    public static HashedWeights of(double[] exact) {
        double most = 1e-6;
        for (double weight : exact) {
            most = Math.max(most, Math.abs(weight));
        }
        float scale = (float) (most / 127);
        byte[] weights = new byte[exact.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (byte) Math.round(exact[i] / scale);
        }
        return new HashedWeights(weights, scale);
    }

    byte[] weights() {
        return weights;
    }

    float scale() {
        return scale;
    }

    /** One sum for each group, over the root of the number of its traits: long values weigh as short ones. */
    void write(int[] hashed, byte[] groups, int count, float[] row, int at) {
        int[] many = new int[Traits.Group.COUNT];
        int[] sums = new int[Traits.Group.COUNT];
        for (int i = 0; i < count; i++) {
            many[groups[i]]++;
            sums[groups[i]] += weights[hashed[i]];
        }
        for (int group = 0; group < many.length; group++) {
            row[at + group] = many[group] == 0 ? 0 : (float) (sums[group] * (double) scale / Math.sqrt(many[group]));
        }
    }
}
