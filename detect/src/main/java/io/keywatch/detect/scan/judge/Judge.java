package io.keywatch.detect.scan.judge;

import io.keywatch.detect.scan.assign.Located;
import io.keywatch.detect.scan.assign.SecretName;
import io.keywatch.detect.scan.assign.ValueScreen;

/** Looks at a candidate that no hard rule decided. Immutable, shared by threads; what is written to is the caller's. */
public final class Judge {
    private final Classifier classifier;

    public Judge(Classifier classifier) {
        this.classifier = classifier;
    }

    /** Probability from which a candidate is reported. */
    public double threshold() {
        return classifier.threshold();
    }

    /** Start of what is read before a name. */
    public static int from(byte[] bytes, int nameStart) {
        return LineTraits.from(bytes, nameStart);
    }

    /** End of what is read behind a value. */
    public static int to(byte[] bytes, int valueEnd, int limit) {
        // the byte that ends the line is looked at, too
        return Math.min(limit, LineTraits.to(bytes, valueEnd, limit) + 1);
    }

    /**
     * @param screen as it was left by the value
     * @param limit end of the text
     * @param into what it looks like, afterwards
     * @return the probability that it is a secret
     */
    public double look(
            SecretName name,
            byte[] bytes,
            int nameStart,
            int nameEnd,
            Located at,
            int limit,
            ValueScreen screen,
            Place place,
            Traits into) {
        into.begin();
        ValueTraits.write(bytes, at.start(), at.end(), into);
        into.number(screen.residue());
        into.flag(screen.dummy());
        into.flag(screen.sequence());
        LineTraits.write(name, bytes, nameStart, nameEnd, at, limit, into);
        place.write(into);
        return classifier.probability(into);
    }

    @Override
    public String toString() {
        return "Judge[" + classifier + "]";
    }
}
