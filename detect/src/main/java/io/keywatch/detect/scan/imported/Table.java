package io.keywatch.detect.scan.imported;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.keywatch.detect.regex.UserPattern;
import io.keywatch.detect.scan.imported.ImportedRules.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One table of a file. Keys are read whatever their case, as gitleaks does; a value of another kind than the key takes
 * becomes a problem and counts as not given.
 */
final class Table {
    private final String file;
    private final String where;
    private final Map<String, JsonNode> values = new LinkedHashMap<>();
    private final List<Problem> problems;

    Table(String file, String where, JsonNode node, List<Problem> problems) {
        this.file = file;
        this.where = where;
        this.problems = problems;
        if (!node.isObject()) {
            problem("", "must be a table");
        }
        node.properties().forEach(entry -> {
            if (values.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()) != null) {
                problem(entry.getKey(), "is given twice");
            }
        });
    }

    void problem(String key, String message) {
        problems.add(new Problem(file, where, key, message));
    }

    String file() {
        return file;
    }

    String where() {
        return where;
    }

    boolean has(String key) {
        return values.containsKey(key.toLowerCase(Locale.ROOT));
    }

    /** A key of the format that is not honoured, and why: a problem where it stands, and unknown no more. */
    void refuse(String key, String message) {
        if (values.remove(key.toLowerCase(Locale.ROOT)) != null) {
            problem(key, message);
        }
    }

    /** Every other key is a problem: it would have no effect. */
    void allowOnly(String... keys) {
        Set<String> known = new TreeSet<>();
        for (String key : keys) {
            known.add(key.toLowerCase(Locale.ROOT));
        }
        values.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> problem(key, "is not known; known are " + String.join(", ", keys)));
    }

    private @Nullable JsonNode of(String key) {
        return values.get(key.toLowerCase(Locale.ROOT));
    }

    String text(String key) {
        JsonNode value = of(key);
        if (value == null) {
            return "";
        }
        if (!value.isTextual()) {
            problem(key, "must be a text");
            return "";
        }
        return value.textValue();
    }

    boolean flag(String key) {
        JsonNode value = of(key);
        if (value != null && !value.isBoolean()) {
            problem(key, "must be true or false");
        }
        return value != null && value.asBoolean();
    }

    int count(String key, int otherwise) {
        JsonNode value = of(key);
        if (value == null) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
            problem(key, "must be a whole number from 0 on");
            return otherwise;
        }
        return value.intValue();
    }

    double number(String key, double max) {
        JsonNode value = of(key);
        if (value == null) {
            return 0;
        }
        if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= max)) {
            problem(key, "must be a number from 0 to " + (int) max);
            return 0;
        }
        return value.doubleValue();
    }

    List<String> texts(String key) {
        JsonNode value = of(key);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        boolean fit = value.isArray();
        for (JsonNode item : value) {
            fit &= item.isTextual();
            texts.add(item.asText());
        }
        if (!fit) {
            problem(key, "must be a list of texts");
            return List.of();
        }
        return List.copyOf(texts);
    }

    List<Table> tables(String key, String what) {
        JsonNode value = of(key);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            problem(key, "must be a list of tables");
            return List.of();
        }
        List<Table> tables = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            String name = what + " " + (i + 1);
            tables.add(new Table(file, where.isEmpty() ? name : where + ", " + name, value.get(i), problems));
        }
        return List.copyOf(tables);
    }

    @Nullable
    Table table(String key) {
        JsonNode value = of(key);
        return value == null ? null : new Table(file, where.isEmpty() ? key : where + ", " + key, value, problems);
    }

    /** The same table under a better name. */
    Table named(String name) {
        Table renamed = new Table(file, name, JsonNodeFactory.instance.objectNode(), problems);
        renamed.values.putAll(values);
        return renamed;
    }

    @Nullable
    Pattern regex(String key) {
        String text = text(key);
        return text.isEmpty() ? null : compiled(key, text);
    }

    List<Pattern> regexes(String key) {
        List<Pattern> compiled = new ArrayList<>();
        for (String text : texts(key)) {
            Pattern pattern = compiled(key, text);
            if (pattern != null) {
                compiled.add(pattern);
            }
        }
        return List.copyOf(compiled);
    }

    private @Nullable Pattern compiled(String key, String text) {
        try {
            return UserPattern.compile(text);
        } catch (PatternSyntaxException e) {
            problem(key, "is no expression of RE2: " + e.getDescription() + " at " + e.getPattern());
        } catch (RuntimeException | StackOverflowError e) {
            problem(key, "cannot be compiled");
        }
        return null;
    }
}
