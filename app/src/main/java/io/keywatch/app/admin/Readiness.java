package io.keywatch.app.admin;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which parts of the process can do their work now.
 *
 * @param parts name to the reason why it is not ready; empty where it is
 */
public record Readiness(Map<String, Optional<String>> parts) {
    public Readiness {
        parts = new TreeMap<>(parts);
    }

    public boolean isReady() {
        return parts.values().stream().allMatch(Optional::isEmpty);
    }
}
