package io.keywatch.detect.scan;

/**
 * How much work one artifact may be, whatever it unpacks to: both bounds grow with the stored bytes and no faster. The
 * steps of verification are the bytes that patterns and words are compared with; values that the classifier is asked
 * about take hundreds of times as long each. Used by one thread.
 */
final class Allowance {
    /** A small artifact may consist of them: a quarter of a second on a slow machine. */
    static final int LEAST = 20_000;

    /** Of a larger one: code has one in ten thousand bytes, settings one in a few hundred. */
    private static final int BYTES_FOR_EACH = 96;

    /** Code takes one for forty bytes, CloudTrail one for five, the densest settings two for each; a text of nothing but keywords takes twenty. */
    private static final int STEPS_FOR_BYTE = 8;

    /** A megabyte may be as dense as can be. */
    private static final long LEAST_STEPS = 20_000_000;

    private final long most;
    private final long mostSteps;
    private long asked;
    private long steps;
    private boolean refused;

    private Allowance(long most, long mostSteps) {
        this.most = most;
        this.mostSteps = mostSteps;
    }

    static Allowance of(long storedBytes) {
        return new Allowance(LEAST + storedBytes / BYTES_FOR_EACH, LEAST_STEPS + storedBytes * STEPS_FOR_BYTE);
    }

    /** @return false where it is used up */
    boolean take() {
        return asked++ < most;
    }

    /** Whether more was asked for than there was. */
    boolean exceeded() {
        return asked > most;
    }

    long most() {
        return most;
    }

    void spend(long some) {
        steps += some;
    }

    /** @return false where no step is left */
    boolean mayStep() {
        refused |= steps > mostSteps;
        return !refused;
    }

    /** Whether something was left out for want of steps. */
    boolean refused() {
        return refused;
    }

    long mostSteps() {
        return mostSteps;
    }
}
