package io.keywatch.detect.sigma;

import io.keywatch.detect.sigma.Yaml.Kind;
import io.keywatch.detect.sigma.match.Expr;
import io.keywatch.detect.sigma.match.Question;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Selections and a condition to one expression; the same for {@code detection} and {@code filter}. */
final class DetectionReader {
    /** Lists of addresses and names grow; a rule with more belongs into data. */
    static final int MAX_VALUES = 10_000;

    private final BiConsumer<Integer, String> warn;
    private int values;

    /** @param warn takes line and message of what is odd and still works */
    DetectionReader(BiConsumer<Integer, String> warn) {
        this.warn = warn;
    }

    /** @param others keys that are no selections */
    Expr read(Yaml.Entries detection, Set<String> others) throws RuleFault {
        Map<String, Expr> selections = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (Map.Entry<String, Yaml> entry : detection.entries().entrySet()) {
            String name = entry.getKey();
            if (name.equals("timeframe")) {
                throw new RuleFault(
                        entry.getValue().line(),
                        "'timeframe' belongs to aggregations, which are not part of Sigma 2: write a correlation");
            }
            if (!name.equals("condition") && !others.contains(name)) {
                selections.put(name, selection(entry.getValue()));
                lines.put(name, entry.getValue().line());
            }
        }
        if (selections.isEmpty()) {
            throw new RuleFault(detection.line(), "there is no selection");
        }
        Yaml condition = detection.get("condition");
        List<String> texts = detection.texts("condition");
        if (condition == null || texts.isEmpty()) {
            throw new RuleFault(detection.line(), "'condition' is missing");
        }
        Set<String> used = new HashSet<>();
        List<Expr> alternatives = new ArrayList<>();
        for (String text : texts) {
            alternatives.add(ConditionParser.parse(text, selections, condition.line(), used));
        }
        lines.forEach((name, line) -> {
            if (!used.contains(name)) {
                warn.accept(line, "the condition does not ask for selection '" + name + "'");
            }
        });
        return Expr.any(alternatives);
    }

    private Expr selection(Yaml value) throws RuleFault {
        return switch (value) {
            case Yaml.Entries map -> all(map);
            case Yaml.Scalar keyword -> ask("", List.of(keyword), keyword.line());
            case Yaml.Items list -> {
                if (list.items().isEmpty()) {
                    throw new RuleFault(list.line(), "an empty list");
                }
                List<Expr> parts = new ArrayList<>();
                for (Yaml item : list.items()) {
                    parts.add(selection(item));
                }
                yield Expr.any(parts);
            }
        };
    }

    private Expr all(Yaml.Entries map) throws RuleFault {
        if (map.entries().isEmpty()) {
            throw new RuleFault(map.line(), "an empty selection");
        }
        List<Expr> parts = new ArrayList<>();
        for (Map.Entry<String, Yaml> entry : map.entries().entrySet()) {
            Yaml value = entry.getValue();
            List<Yaml> items = value instanceof Yaml.Items list ? list.items() : List.of(value);
            if (items.isEmpty()) {
                throw new RuleFault(value.line(), "'" + entry.getKey() + "' has no value");
            }
            parts.add(ask(entry.getKey(), items, value.line()));
        }
        return Expr.all(parts);
    }

    private Expr ask(String key, List<Yaml> items, int line) throws RuleFault {
        List<Question.@Nullable Value> asked = new ArrayList<>();
        for (Yaml item : items) {
            if (!(item instanceof Yaml.Scalar scalar)) {
                throw new RuleFault(item.line(), "'" + key + "' must have plain values, not lists or maps in its list");
            }
            if (++values > MAX_VALUES) {
                throw new RuleFault(item.line(), "more than " + MAX_VALUES + " values");
            }
            oddities(key, scalar);
            asked.add(
                    scalar.kind() == Kind.NULL
                            ? null
                            : new Question.Value(
                                    scalar.text(), scalar.kind() == Kind.NUMBER, scalar.kind() == Kind.BOOLEAN));
        }
        try {
            Question question = new Question(key);
            if (question.all() && asked.size() == 1) {
                warn.accept(line, "'" + key + "': 'all' over a single value says nothing");
            }
            return question.ask(asked);
        } catch (IllegalArgumentException e) {
            throw new RuleFault(line, "'" + key + "': " + e.getMessage());
        }
    }

    /** What is written often and does not mean what it seems to. */
    private void oddities(String key, Yaml.Scalar value) {
        if (value.kind() != Kind.TEXT || key.contains("|fieldref")) {
            return;
        }
        if (value.text().equals("null")) {
            warn.accept(
                    value.line(),
                    "'" + key + "' is compared with the word \"null\": without quotes it asks for absence");
        }
        boolean path = value.text().startsWith("requestParameters.")
                || value.text().startsWith("responseElements.")
                || value.text().startsWith("userIdentity.");
        if (path) {
            warn.accept(
                    value.line(),
                    "'" + key + "' is compared with the text \"" + value.text() + "\": 'fieldref' compares two fields");
        }
    }
}
