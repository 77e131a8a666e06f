package io.keywatch.detect.sigma;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A YAML document with the line of everything in it. */
sealed interface Yaml {
    int line();

    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /** @param text as it stands in the file, so that an unquoted {@code No} is still {@code No} */
    record Scalar(String text, Kind kind, int line) implements Yaml {}

    record Items(List<Yaml> items, int line) implements Yaml {}

    /** In the order of the file. */
    record Entries(Map<String, Yaml> entries, int line) implements Yaml {
        @Nullable
        Yaml get(String key) {
            return entries.get(key);
        }

        Set<String> keys() {
            return entries.keySet();
        }

        @Nullable
        String text(String key) throws RuleFault {
            Yaml value = entries.get(key);
            if (value == null || (value instanceof Scalar scalar && scalar.kind() == Kind.NULL)) {
                return null;
            }
            if (value instanceof Scalar scalar) {
                return scalar.text();
            }
            throw new RuleFault(value.line(), "'" + key + "' must be a text");
        }

        String required(String key) throws RuleFault {
            String text = text(key);
            if (text == null || text.isBlank()) {
                throw new RuleFault(line, "'" + key + "' is missing");
            }
            return text;
        }

        /** A list of texts, or one text. */
        List<String> texts(String key) throws RuleFault {
            Yaml value = entries.get(key);
            return value == null ? List.of() : textsOf(key, value);
        }

        Entries map(String key) throws RuleFault {
            Yaml value = entries.get(key);
            if (value instanceof Entries map) {
                return map;
            }
            throw new RuleFault(
                    value == null ? line : value.line(),
                    value == null ? "'" + key + "' is missing" : "'" + key + "' must be a map");
        }

        private static List<String> textsOf(String key, Yaml value) throws RuleFault {
            if (value instanceof Scalar scalar) {
                return scalar.kind() == Kind.NULL ? List.of() : List.of(scalar.text());
            }
            if (value instanceof Items list) {
                List<String> texts = new java.util.ArrayList<>();
                for (Yaml item : list.items()) {
                    if (!(item instanceof Scalar scalar)) {
                        throw new RuleFault(item.line(), "'" + key + "' must be a list of texts");
                    }
                    texts.add(scalar.text());
                }
                return List.copyOf(texts);
            }
            throw new RuleFault(value.line(), "'" + key + "' must be a list of texts");
        }
    }

    static boolean truth(Yaml value, String key) throws RuleFault {
        if (value instanceof Scalar scalar && scalar.kind() == Kind.BOOLEAN) {
            return switch (scalar.text().toLowerCase(java.util.Locale.ROOT)) {
                case "true", "yes", "on" -> true;
                default -> false;
            };
        }
        throw new RuleFault(value.line(), "'" + key + "' must be true or false");
    }
}
