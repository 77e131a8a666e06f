package io.keywatch.app.accept;

/**
 * Why a finding is not reported.
 *
 * @param reason for people, without content
 */
public record Acceptance(Kind kind, String reason) {
    /** Where it was said. */
    public enum Kind {
        BASELINE,
        SUPPRESSION,
        /** {@code keywatch:allow} in the text. */
        INLINE
    }
}
