package io.keywatch.detect.correlate;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which environment a name speaks of, by the words in it. Two at once speak of none. */
enum Environment {
    PRODUCTION,
    STAGING,
    DEVELOPMENT;

    private static final Pattern NO_LETTER = Pattern.compile("[^a-z]+");
    private static final Map<String, Environment> WORDS = Map.ofEntries(
            Map.entry("prod", PRODUCTION),
            Map.entry("production", PRODUCTION),
            Map.entry("prd", PRODUCTION),
            Map.entry("live", PRODUCTION),
            Map.entry("stage", STAGING),
            Map.entry("staging", STAGING),
            Map.entry("stg", STAGING),
            Map.entry("preprod", STAGING),
            Map.entry("uat", STAGING),
            Map.entry("dev", DEVELOPMENT),
            Map.entry("develop", DEVELOPMENT),
            Map.entry("development", DEVELOPMENT),
            Map.entry("test", DEVELOPMENT),
            Map.entry("qa", DEVELOPMENT),
            Map.entry("sandbox", DEVELOPMENT));

    static @Nullable Environment of(@Nullable String name) {
        if (name == null) {
            return null;
        }
        Set<Environment> spoken = new HashSet<>();
        for (String word : NO_LETTER.split(name.toLowerCase(Locale.ROOT))) {
            Environment one = WORDS.get(word);
            if (one != null) {
                spoken.add(one);
            }
        }
        return spoken.size() == 1 ? spoken.iterator().next() : null;
    }
}
