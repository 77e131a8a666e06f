package io.keywatch.detect.scan;

/**
 * How many values of one artifact the classifier may be asked about. Nothing else that is done for a value takes as
 * long, so that the number grows with the stored bytes and no faster, whatever they unpack to. Used by one thread.
 */
final class Allowance {
    /** A small artifact may consist of them: a quarter of a second on a slow machine. */
    static final int LEAST = 20_000;

    /** Of a larger one: code has one in ten thousand bytes, settings one in a few hundred. */
    private static final int BYTES_FOR_EACH = 96;

    private final long most;
    private long asked;

    private Allowance(long most) {
        this.most = most;
    }

    static Allowance of(long storedBytes) {
        return new Allowance(LEAST + storedBytes / BYTES_FOR_EACH);
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
}
