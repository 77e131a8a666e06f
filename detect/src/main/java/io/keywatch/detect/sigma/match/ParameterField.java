package io.keywatch.detect.sigma.match;

import io.keywatch.schemas.v1.ApiCall;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A path into one of the parts that went through the allow-list. Lists are transparent: {@code a.b} is also
 * {@code a[0].b} and {@code a.b[3]}. A path to an object, or the part itself, is its text {@code {a.b=1, c=}} with the
 * indexes left out and an empty value where only the name was kept.
 *
 * @param name as CloudTrail has it, with the part
 * @param path inside the part; empty for the part itself
 */
public record ParameterField(String name, Part part, String path) implements Field {
    /** What the reader leaves in place of a value of which it only says that it was there. */
    static final String PRESENT = "[present]";

    /** The parts of an event, the map that holds them, and what stands before the names of what was left out. */
    public enum Part {
        REQUEST("requestParameters", ""),
        RESPONSE("responseElements", "responseElements."),
        ADDITIONAL("additionalEventData", "additionalEventData."),
        SERVICE("serviceEventDetails", "serviceEventDetails.");

        private final String field;
        private final String redactedPrefix;

        Part(String field, String redactedPrefix) {
            this.field = field;
            this.redactedPrefix = redactedPrefix;
        }

        Map<String, String> values(ApiCall call) {
            return this == REQUEST ? call.getParameters() : call.getResponse();
        }

        /** The name inside the part, or null where the entry belongs to another. */
        private @Nullable String left(String entry) {
            if (this != REQUEST) {
                return entry.startsWith(redactedPrefix) ? entry.substring(redactedPrefix.length()) : null;
            }
            for (Part other : values()) {
                if (other != REQUEST && entry.startsWith(other.redactedPrefix)) {
                    return null;
                }
            }
            return entry;
        }
    }

    /** @return null for the name of something else */
    static @Nullable ParameterField of(String name) {
        for (Part part : Part.values()) {
            if (name.equals(part.field)) {
                return new ParameterField(name, part, "");
            }
            if (name.startsWith(part.field + ".") && name.length() > part.field.length() + 1) {
                return new ParameterField(name, part, name.substring(part.field.length() + 1));
            }
        }
        return null;
    }

    @Override
    public boolean any(ApiCall call, Predicate<String> test) {
        Map<String, String> values = part.values(call);
        String direct = values.get(path);
        if (direct != null) {
            return !direct.equals(PRESENT) && test.test(direct);
        }
        boolean inside = false;
        for (Map.Entry<String, String> entry : values.entrySet()) {
            Match match = match(entry.getKey(), path);
            inside |= match == Match.INSIDE;
            if (match == Match.SAME && !entry.getValue().equals(PRESENT) && test.test(entry.getValue())) {
                return true;
            }
        }
        boolean whole = path.isEmpty() && exists(call);
        return (inside || whole) && test.test(rendered(call));
    }

    @Override
    public boolean exists(ApiCall call) {
        for (String key : part.values(call).keySet()) {
            if (match(key, path) != Match.OTHER) {
                return true;
            }
        }
        for (String entry : call.getRedacted()) {
            String left = part.left(entry);
            if (left != null && match(left, path) != Match.OTHER) {
                return true;
            }
        }
        return false;
    }

    private String rendered(ApiCall call) {
        // sorted, so that equal events give equal text
        Map<String, StringBuilder> values = new TreeMap<>();
        for (Map.Entry<String, String> entry : part.values(call).entrySet()) {
            if (match(entry.getKey(), path) == Match.INSIDE) {
                String value = entry.getValue().equals(PRESENT) ? "" : entry.getValue();
                values.merge(
                        below(entry.getKey()),
                        new StringBuilder(value),
                        (known, more) -> known.append(", ").append(more));
            }
        }
        for (String entry : call.getRedacted()) {
            String left = part.left(entry);
            if (left != null && match(left, path) == Match.INSIDE) {
                values.putIfAbsent(below(left), new StringBuilder());
            }
        }
        StringBuilder text = new StringBuilder("{");
        values.forEach((key, value) -> text.append(text.length() > 1 ? ", " : "")
                .append(key)
                .append('=')
                .append(value));
        return text.append('}').toString();
    }

    private String below(String key) {
        String plain = withoutIndexes(key);
        return path.isEmpty() ? plain : plain.substring(withoutIndexes(path).length() + 1);
    }

    private static String withoutIndexes(String key) {
        if (key.indexOf('[') < 0) {
            return key;
        }
        StringBuilder plain = new StringBuilder(key.length());
        boolean index = false;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            index |= c == '[';
            if (!index) {
                plain.append(c);
            }
            index &= c != ']';
        }
        return plain.toString();
    }

    private enum Match {
        SAME,
        INSIDE,
        OTHER
    }

    /** Services spell one name with either first letter, and the allow-list settles on one: case does not count. */
    private static Match match(String key, String path) {
        if (path.isEmpty()) {
            return Match.INSIDE;
        }
        int k = 0;
        int p = 0;
        while (k < key.length() && p < path.length()) {
            char have = key.charAt(k);
            char want = path.charAt(p);
            if (have == '[' && want != '[') {
                k = skipIndex(key, k);
            } else if (have == want || Character.toLowerCase(have) == Character.toLowerCase(want)) {
                k++;
                p++;
            } else {
                return Match.OTHER;
            }
        }
        if (p < path.length()) {
            return Match.OTHER;
        }
        while (k < key.length() && key.charAt(k) == '[') {
            k = skipIndex(key, k);
        }
        return k == key.length() ? Match.SAME : key.charAt(k) == '.' ? Match.INSIDE : Match.OTHER;
    }

    private static int skipIndex(String key, int open) {
        int close = key.indexOf(']', open);
        return close < 0 ? key.length() : close + 1;
    }
}
