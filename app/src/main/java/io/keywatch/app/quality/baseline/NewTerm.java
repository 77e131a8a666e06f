package io.keywatch.app.quality.baseline;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A term that the history window does not hold. */
final class NewTerm {
    private final Duration history;
    private final Map<String, Instant> lastSeen = new HashMap<>();

    NewTerm(Duration history) {
        this.history = history;
    }

    boolean add(String term, Instant at) {
        Instant before = lastSeen.get(term);
        if (before == null || at.isAfter(before)) {
            lastSeen.put(term, at);
        }
        return before == null || before.isBefore(at.minus(history));
    }
}
