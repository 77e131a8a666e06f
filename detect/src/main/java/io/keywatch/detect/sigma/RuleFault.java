package io.keywatch.detect.sigma;

/** Why a document is no rule, and in which line. Never leaves the package: readers turn it into a {@link Problem}. */
final class RuleFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    RuleFault(int line, String message) {
        super(message);
        this.line = line;
    }

    int line() {
        return line;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
