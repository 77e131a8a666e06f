package io.keywatch.detect.sigma.match;

import io.keywatch.detect.sigma.match.KeptFields.Kept;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells at load time which fields of a rule can never hold anything. */
public final class FieldCheck {
    private FieldCheck() {}

    /** One sentence for every field that is not kept. */
    public static List<String> warnings(Expr rule, KeptFields kept) {
        Set<String> sources = new TreeSet<>();
        Set<String> names = new TreeSet<>();
        List<FieldTest> tests = new ArrayList<>();
        rule.visit(test -> {
            tests.add(test);
            if (test instanceof FieldTest.Values values) {
                Set<String> into = switch (values.field().name()) {
                    case "eventSource" -> sources;
                    case "eventName" -> names;
                    default -> null;
                };
                if (into != null) {
                    addSpelled(values, into);
                }
            }
        });
        List<Event> events = events(rule, sources, names);
        Set<String> warnings = new LinkedHashSet<>();
        for (FieldTest test : tests) {
            for (Field field : test.fields()) {
                String warning = warning(test, field, events, kept);
                if (warning != null) {
                    warnings.add(warning);
                }
            }
        }
        return List.copyOf(warnings);
    }

    private record Event(@Nullable String source, @Nullable String name) {}

    private static void addSpelled(FieldTest.Values values, Set<String> into) {
        for (ValueTest value : values.values()) {
            String text = value.literal();
            if (text != null) {
                into.add(text);
            }
        }
    }

    /** Those that the rule names and that can match it; one that stands for all where it names none. */
    private static List<Event> events(Expr rule, Set<String> sources, Set<String> names) {
        List<Event> events = new ArrayList<>();
        for (String source : sources) {
            for (String name : names) {
                if (!rule.given(source, name).equals(Expr.FALSE)) {
                    events.add(new Event(source, name));
                }
            }
        }
        if (events.isEmpty()) {
            sources.forEach(source -> events.add(new Event(source, null)));
            names.forEach(name -> events.add(new Event(null, name)));
        }
        return events.isEmpty() ? List.of(new Event(null, null)) : events;
    }

    private static @Nullable String warning(FieldTest test, Field field, List<Event> events, KeptFields kept) {
        if (field instanceof Field.NotKept unknown) {
            return "field " + unknown.name() + " is not kept: what asks for it never matches"
                    + (unknown.nearest() == null ? "" : "; did you mean " + unknown.nearest() + "?");
        }
        if (!(field instanceof ParameterField parameter) || parameter.path().isEmpty()) {
            return null;
        }
        return switch (best(field.name(), events, kept)) {
            case VALUE -> null;
            case PRESENCE ->
                test.asksForPresenceOnly()
                        ? null
                        : "field " + field.name()
                                + " is kept as present or absent only: rule can never match its value";
            case NOTHING -> "field " + field.name() + " is not kept: what asks for it never matches";
        };
    }

    private static Kept best(String field, List<Event> events, KeptFields kept) {
        Kept best = Kept.NOTHING;
        for (Event event : events) {
            Kept here = kept.of(event.source(), event.name(), field);
            best = here.ordinal() < best.ordinal() ? here : best;
        }
        return best;
    }
}
