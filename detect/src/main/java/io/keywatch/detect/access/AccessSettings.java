package io.keywatch.detect.access;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an operator may choose.
 *
 * @param off ids of rules that stay silent; their state is kept up, so that switching on again starts warm
 */
public record AccessSettings(Set<String> off) {
    public AccessSettings {
        off = Set.copyOf(off);
    }

    public static AccessSettings defaults() {
        return new AccessSettings(Set.of());
    }

    /** One line per problem; empty when all is well. */
    public List<String> problems(Set<String> knownRules) {
        return new TreeSet<>(off)
                .stream()
                        .filter(rule -> !knownRules.contains(rule))
                        .map(rule -> "access.off: no rule '" + rule + "'")
                        .collect(Collectors.toList());
    }
}
