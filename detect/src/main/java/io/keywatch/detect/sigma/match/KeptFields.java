package io.keywatch.detect.sigma.match;

import org.jspecify.annotations.Nullable;

/** What the allow-list of the reader keeps. The application answers for it; pure cores cannot see the reader. */
@FunctionalInterface
public interface KeptFields {
    enum Kept {
        VALUE,
        /** Only that it was there. */
        PRESENCE,
        NOTHING
    }

    KeptFields EVERYTHING = (source, name, field) -> Kept.VALUE;

    /**
     * @param eventSource null where a rule names none
     * @param eventName null where a rule names none: then the best that any event has
     * @param field with its part, e.g. {@code requestParameters.secretId}
     */
    Kept of(@Nullable String eventSource, @Nullable String eventName, String field);
}
