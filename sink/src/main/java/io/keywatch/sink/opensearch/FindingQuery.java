package io.keywatch.sink.opensearch;

import java.util.Optional;

/**
 * Which findings to list; an absent part matches all.
 *
 * @param state open or resolved
 * @param severity as in {@link FindingRow}
 * @param limit at most this many, newest first
 */
public record FindingQuery(
        Optional<String> findingClass,
        Optional<String> rule,
        Optional<String> severity,
        Optional<String> state,
        Optional<String> account,
        int limit) {
    /** OpenSearch's index.max_result_window. */
    public static final int MAX_LIMIT = 10_000;

    public FindingQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", not " + limit);
        }
    }

    public static FindingQuery newest(int limit) {
        return new FindingQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), limit);
    }

    public FindingQuery ofRule(String rule) {
        return new FindingQuery(findingClass, Optional.of(rule), severity, state, account, limit);
    }

    public FindingQuery ofClass(String findingClass) {
        return new FindingQuery(Optional.of(findingClass), rule, severity, state, account, limit);
    }

    public FindingQuery inState(String state) {
        return new FindingQuery(findingClass, rule, severity, Optional.of(state), account, limit);
    }
}
