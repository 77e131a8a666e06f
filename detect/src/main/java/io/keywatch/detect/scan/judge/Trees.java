package io.keywatch.detect.scan.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Boosted trees of one depth, each as a heap: node {@code i} has its children at {@code 2i + 1} and {@code 2i + 2}. A
 * node that was not split sends all to the left. Immutable.
 */
@SuppressWarnings("ArrayRecordComponent") // read-only by contract, never compared
public record Trees(int depth, int count, short[] features, float[] thresholds, float[] leaves) {
    public Trees {
        if (depth < 1
                || depth > 8
                || features.length != count * ((1 << depth) - 1)
                || thresholds.length != features.length
                || leaves.length != count << depth) {
            throw new IllegalArgumentException("trees of another shape than said");
        }
    }

    /** @param row dense traits, then those that the other parts of the model add */
    public double sum(float[] row) {
        int inner = (1 << depth) - 1;
        double sum = 0;
        for (int tree = 0; tree < count; tree++) {
            int base = tree * inner;
            int node = 0;
            for (int level = 0; level < depth; level++) {
                node = 2 * node + (row[features[base + node]] > thresholds[base + node] ? 2 : 1);
            }
            sum += leaves[(tree << depth) + node - inner];
        }
        return sum;
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(depth);
        out.writeShort(count);
        for (short feature : features) {
            out.writeByte(feature);
        }
        for (float threshold : thresholds) {
            out.writeFloat(threshold);
        }
        for (float leaf : leaves) {
            out.writeFloat(leaf);
        }
    }

    static Trees read(DataInput in) throws IOException {
        int depth = in.readUnsignedByte();
        int count = in.readUnsignedShort();
        short[] features = new short[count * ((1 << depth) - 1)];
        for (int i = 0; i < features.length; i++) {
            features[i] = (short) in.readUnsignedByte();
        }
        float[] thresholds = new float[features.length];
        for (int i = 0; i < thresholds.length; i++) {
            thresholds[i] = in.readFloat();
        }
        float[] leaves = new float[count << depth];
        for (int i = 0; i < leaves.length; i++) {
            leaves[i] = in.readFloat();
        }
        return new Trees(depth, count, features, thresholds, leaves);
    }

    @Override
    public String toString() {
        return "Trees[" + count + " of depth " + depth + "]";
    }
}
