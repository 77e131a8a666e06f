package io.keywatch.detect.scan.rule;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.keywatch.detect.sigma.match.Nearest;
import io.keywatch.schemas.v1.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys and values of a group or of a rule. A key that is not known, a value of another type and a number out of its
 * range are errors that name the place: what is skipped in silence is a rule that its author believes in.
 */
final class RuleFields {
    private final String file;
    private final Map<String, Object> values;

    private RuleFields(String file, Map<String, Object> values) {
        this.file = file;
        this.values = values;
    }

    static RuleFields none(String file) {
        return new RuleFields(file, new HashMap<>());
    }

    /** A rule that starts with what its group states. */
    RuleFields copy() {
        return new RuleFields(file, new HashMap<>(values));
    }

    /** Reads the value of the key that the parser stands on. */
    void read(JsonParser parser, Set<String> known) throws IOException {
        String key = parser.currentName();
        checkKey(key, known);
        values.put(key, value(parser, key));
    }

    private void checkKey(String key, Set<String> known) {
        if (!known.contains(key)) {
            String nearest = Nearest.of(key, known);
            throw wrong("unknown key " + key + (nearest == null ? "" : ", did you mean " + nearest + "?"));
        }
    }

    private Object value(JsonParser parser, String key) throws IOException {
        return switch (parser.nextToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_ARRAY -> {
                List<String> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() != JsonToken.VALUE_STRING) {
                        throw wrong(key + " has to be a list of texts");
                    }
                    items.add(parser.getText());
                }
                yield List.copyOf(items);
            }
            case START_OBJECT -> {
                Map<String, Integer> counts = new HashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT || parser.getIntValue() < 1) {
                        throw wrong(key + "." + name + " has to be a count of 1 or more");
                    }
                    counts.put(name, parser.getIntValue());
                }
                yield Map.copyOf(counts);
            }
            default -> throw wrong(key + " has no value");
        };
    }

    String text(String key) {
        return typed(key, String.class, "a text", text -> !text.isBlank())
                .orElseThrow(() -> wrong("there is no " + key));
    }

    String text(String key, String otherwise) {
        return typed(key, String.class, "a text", text -> !text.isBlank()).orElse(otherwise);
    }

    @Nullable
    String textOrNull(String key) {
        return typed(key, String.class, "a text", text -> !text.isBlank()).orElse(null);
    }

    boolean flag(String key) {
        return typed(key, Boolean.class, "true or false", flag -> true).orElse(false);
    }

    double number(String key, double least, double most, double otherwise) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Double number) || !(number >= least && number <= most)) {
            throw wrong(key + " has to be a number from " + plain(least) + " to " + plain(most));
        }
        return number;
    }

    int whole(String key, int least, int most, int otherwise) {
        return (int) number(key, least, most, otherwise);
    }

    Severity severity(Severity otherwise) {
        String text = textOrNull("severity");
        if (text == null) {
            return otherwise;
        }
        for (Severity severity : Severity.values()) {
            if (severity.name().toLowerCase(Locale.ROOT).equals(text)) {
                return severity;
            }
        }
        throw wrong("severity " + text + " is none of info, low, medium, high, critical");
    }

    /** Words to look for: the scanner compares without case, and to lower-case words. */
    List<String> words(String key) {
        List<?> items = typed(key, List.class, "a list of texts", list -> !list.isEmpty())
                .orElse(List.of());
        List<String> words = items.stream().map(String::valueOf).toList();
        for (String word : words) {
            if (word.length() < 2 || !word.equals(word.toLowerCase(Locale.ROOT))) {
                throw wrong(key + " holds '" + word + "': words are lower case and two letters or more");
            }
        }
        return words;
    }

    Characters characters(String key) {
        Map<?, ?> counts = typed(key, Map.class, "an object of counts", map -> !map.isEmpty())
                .orElse(Map.of());
        Set<String> kinds = Set.of("digits", "upper", "lower", "letters", "special");
        counts.keySet().forEach(kind -> checkKey(String.valueOf(kind), kinds));
        return new Characters(
                count(counts, "digits"),
                count(counts, "upper"),
                count(counts, "lower"),
                count(counts, "letters"),
                count(counts, "special"));
    }

    private static int count(Map<?, ?> counts, String kind) {
        return counts.get(kind) instanceof Integer count ? count : 0;
    }

    private <T> Optional<T> typed(String key, Class<T> type, String what, Predicate<T> fits) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value) || !fits.test(type.cast(value))) {
            throw wrong(key + " has to be " + what);
        }
        return Optional.of(type.cast(value));
    }

    IllegalArgumentException wrong(String what) {
        Object id = values.get("id");
        return new IllegalArgumentException(file + ": " + (id == null ? "" : "rule " + id + ": ") + what);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}
