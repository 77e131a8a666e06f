package io.keywatch.detect.scan.judge;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * How likely a candidate is a secret: trees over its dense traits, over what its words and triples say, and over how
 * unlike text it is; then a calibration. Immutable, shared by threads.
 *
 * @param slope of the calibration, over the trees' log odds
 * @param threshold probability from which a candidate is reported
 */
public record Classifier(
        int dense, Rarity rarity, HashedWeights hashed, Trees trees, float slope, float offset, float threshold) {
    private static final int MAGIC = 0x4b574a31; // KWJ1

    /** Numbers that the model adds to the dense traits. */
    public static final int ADDED = Traits.Group.COUNT + Rarity.NUMBERS;

    private static final int MAX_COLUMNS = 255;

    public Classifier {
        if (dense + ADDED > MAX_COLUMNS) {
            throw new IllegalArgumentException("more traits than a byte can number");
        }
    }

    /** Says one half of everything: to look at candidates before there is anything to judge them by. */
    public static Classifier undecided() {
        short[] features = new short[1];
        return new Classifier(
                -1,
                new Rarity(new byte[Triples.COUNT]),
                new HashedWeights(new byte[Traits.HASHED], 0),
                new Trees(1, 1, features, new float[1], new float[2]),
                1,
                0,
                0.5f);
    }

    double probability(Traits traits) {
        if (dense < 0) {
            return calibrated(0);
        }
        if (traits.denseCount() != dense) {
            throw new IllegalStateException("a classifier of " + dense + " traits, not " + traits.denseCount());
        }
        float[] row = traits.row(dense + ADDED);
        hashed.write(traits.hashed(), traits.groups(), traits.hashedCount(), row, dense);
        rarity.write(traits.triples(), traits.tripleCount(), row, dense + Traits.Group.COUNT);
        return calibrated(trees.sum(row));
    }

    private double calibrated(double logOdds) {
        return 1 / (1 + Math.exp(-(slope * logOdds + offset)));
    }

    public double probability(Sample sample) {
        return calibrated(trees.sum(row(sample, hashed, rarity)));
    }

    /** What trees read of a candidate. */
    public static float[] row(Sample sample, HashedWeights hashed, Rarity rarity) {
        int dense = sample.dense().length;
        float[] row = Arrays.copyOf(sample.dense(), dense + ADDED);
        hashed.write(sample.hashed(), sample.groups(), sample.hashed().length, row, dense);
        rarity.write(sample.triples(), sample.triples().length, row, dense + Traits.Group.COUNT);
        return row;
    }

    public Classifier calibrated(double newSlope, double newOffset, double newThreshold) {
        return new Classifier(dense, rarity, hashed, trees, (float) newSlope, (float) newOffset, (float) newThreshold);
    }

    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeShort(dense);
            out.write(rarity.bits());
            out.writeFloat(hashed.scale());
            out.write(hashed.weights());
            trees.write(out);
            out.writeFloat(slope);
            out.writeFloat(offset);
            out.writeFloat(threshold);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException when it is no classifier, or one of another version */
    public static Classifier read(InputStream bytes) throws IOException {
        DataInputStream in = new DataInputStream(bytes);
        if (in.readInt() != MAGIC) {
            throw new IOException("not a classifier of this version");
        }
        try {
            int dense = in.readUnsignedShort();
            byte[] rarity = new byte[Triples.COUNT];
            in.readFully(rarity);
            float scale = in.readFloat();
            byte[] weights = new byte[Traits.HASHED];
            in.readFully(weights);
            Trees trees = Trees.read(in);
            return new Classifier(
                    dense,
                    new Rarity(rarity),
                    new HashedWeights(weights, scale),
                    trees,
                    in.readFloat(),
                    in.readFloat(),
                    in.readFloat());
        } catch (IllegalArgumentException wrong) {
            throw new IOException("a damaged classifier", wrong);
        }
    }

    @Override
    public String toString() {
        return "Classifier[" + trees + "]";
    }
}
