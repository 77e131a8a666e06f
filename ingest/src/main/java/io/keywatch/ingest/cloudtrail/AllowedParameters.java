package io.keywatch.ingest.cloudtrail;

import io.keywatch.ingest.cloudtrail.ParameterAllowList.Keeps;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of one event's parameters may be kept: a tree of names. Lists are transparent: what allows a string
 * allows a list of strings.
 *
 * @param name the last name of the path, as the list spells it
 * @param path names from the top down to here, joined by dots; empty at the top
 * @param kind what may be kept of a value here; null where only deeper names are allowed
 * @param children by name as events spell it, both {@code secretId} and {@code SecretId}
 */
record AllowedParameters(String name, String path, @Nullable Kind kind, Map<String, AllowedParameters> children) {
    static final AllowedParameters NOTHING = new AllowedParameters("", "", null, Map.of());

    /** How much of an allowed value is kept. */
    enum Kind {
        /** The value, cut to the limit, unless it looks like a credential. */
        VALUE,
        /** Only that it was there. */
        PRESENT,
        /** Of a policy document what {@link PolicyExcerpt} says of it. */
        POLICY
    }

    @Nullable
    AllowedParameters child(String name) {
        return children.get(name);
    }

    /** What is kept at the end of a path from here, its names in any case. */
    Keeps keeps(List<String> names) {
        if (names.isEmpty()) {
            return kind == Kind.PRESENT ? Keeps.PRESENCE : isEmpty() ? Keeps.NOTHING : Keeps.VALUE;
        }
        Keeps best = Keeps.NOTHING;
        for (Map.Entry<String, AllowedParameters> child : children.entrySet()) {
            if (child.getKey().equalsIgnoreCase(names.getFirst())) {
                Keeps here = child.getValue().keeps(names.subList(1, names.size()));
                best = here.compareTo(best) < 0 ? here : best;
            }
        }
        return best;
    }

    boolean isEmpty() {
        return kind == null && children.isEmpty();
    }
}
