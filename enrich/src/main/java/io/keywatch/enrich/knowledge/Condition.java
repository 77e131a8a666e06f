package io.keywatch.enrich.knowledge;

import io.keywatch.schemas.v1.Finding;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** When an entry of the knowledge files applies: all of its parts match, each a {@link Glob}. */
record Condition(Map<String, Glob> parts) {
    private static final Set<String> NAMES = Set.of("rule", "class", "surface", "secret", "accessKeyId");

    /** @throws IllegalArgumentException when a part has no meaning */
    static Condition of(Map<String, String> parts) {
        Map<String, Glob> globs = new TreeMap<>();
        parts.forEach((name, pattern) -> {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("unknown condition " + name + ", not one of " + NAMES);
            }
            globs.put(name, new Glob(pattern));
        });
        return new Condition(Map.copyOf(globs));
    }

    boolean holds(Finding finding) {
        for (Map.Entry<String, Glob> part : parts.entrySet()) {
            String value = value(part.getKey(), finding);
            if (value == null || !part.getValue().matches(value)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String value(String name, Finding finding) {
        return switch (name) {
            case "rule" -> finding.getRule().getId();
            case "class" -> finding.getFindingClass().name().toLowerCase(Locale.ROOT);
            case "surface" ->
                finding.getLocation() == null
                        ? null
                        : finding.getLocation().getSurface().name();
            case "secret" ->
                finding.getSecret() == null ? null : finding.getSecret().getType();
            case "accessKeyId" ->
                finding.getSecret() == null ? null : finding.getSecret().getAccessKeyId();
            default -> throw new IllegalStateException(name);
        };
    }
}
