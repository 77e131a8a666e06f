package io.keywatch.detect.scan.judge;

/** The traits of one candidate, kept to learn from. Lives in memory only: triples in their order spell the value. */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record Sample(float[] dense, int[] hashed, byte[] groups, int[] triples) {
    public static Sample of(Traits traits) {
        return new Sample(traits.copyDense(), traits.copyHashed(), traits.copyGroups(), traits.copyTriples());
    }

    @Override
    public String toString() {
        return "Sample[" + dense.length + ", " + hashed.length + "]";
    }
}
