package io.keywatch.detect.sigma;

/**
 * What is wrong with a rule file.
 *
 * @param line counted from 1
 * @param grave the rule does not load; otherwise it loads and may not do what its author thinks
 */
public record Problem(String source, int line, boolean grave, String message) {
    /** {@code file:line: error: message}, as compilers write it and editors read it. */
    @Override
    public String toString() {
        return source + ":" + line + ": " + (grave ? "error: " : "warning: ") + message;
    }
}
