package io.keywatch.detect.sigma.match;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.keywatch.detect.regex.UserPattern;
import io.keywatch.detect.sigma.match.ValueTest.DatePart;
import io.keywatch.detect.sigma.match.ValueTest.Order;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a selection, {@code field|modifier|...: values}, on its way to an {@link Expr}. What is not supported is
 * an {@link IllegalArgumentException} that names it.
 */
public final class Question {
    private static final Set<String> ENCODINGS =
            Set.of("base64", "base64offset", "utf16", "utf16le", "utf16be", "wide", "windash");
    private static final Set<String> KNOWN = Set.of(
            "all",
            "startswith",
            "endswith",
            "contains",
            "exists",
            "cased",
            "neq",
            "re",
            "i",
            "m",
            "s",
            "cidr",
            "fieldref",
            "lt",
            "lte",
            "gt",
            "gte",
            "minute",
            "hour",
            "day",
            "week",
            "month",
            "year");

    /** A pattern this long is a mistake; RE2 takes memory in proportion to it. */
    private static final int MAX_PATTERN_CHARS = 4096;

    private enum Type {
        TEXT,
        RE,
        CIDR,
        EXISTS,
        FIELD,
        ORDER
    }

    private final String field;
    private final List<String> encodings = new ArrayList<>();
    private Type type = Type.TEXT;
    private @Nullable Order order;
    private @Nullable DatePart datePart;
    private boolean before;
    private boolean after;
    private boolean all;
    private boolean cased;
    private boolean negated;
    private int flags;

    /** @param key the field and its modifiers; without field it asks for keywords */
    public Question(String key) {
        String[] parts = key.split("\\|", -1);
        this.field = parts[0];
        for (int i = 1; i < parts.length; i++) {
            modifier(parts[i], parts[i - 1]);
        }
        if (type != Type.TEXT && type != Type.FIELD && (before || after)) {
            throw new IllegalArgumentException("'contains', 'startswith' and 'endswith' do not go with another type");
        }
        if (type != Type.TEXT && !encodings.isEmpty()) {
            throw new IllegalArgumentException("'" + encodings.getFirst() + "' goes with text only");
        }
        if (datePart != null && type != Type.TEXT && type != Type.ORDER) {
            throw new IllegalArgumentException(
                    "a part of a date is a number: only lt, lte, gt, gte and neq go with it");
        }
        if (field.isEmpty() && type != Type.TEXT && type != Type.RE) {
            throw new IllegalArgumentException("keywords take 'all', 'contains', 're' and 'cased' only");
        }
    }

    private void modifier(String name, String previous) {
        switch (name) {
            case "all" -> all = true;
            case "cased" -> cased = true;
            case "neq" -> negated = true;
            case "contains" -> position(true, true);
            case "startswith" -> position(false, true);
            case "endswith" -> position(true, false);
            case "re" -> type(Type.RE);
            case "i", "m", "s" -> flag(name, previous);
            case "cidr" -> type(Type.CIDR);
            case "exists" -> type(Type.EXISTS);
            case "fieldref" -> type(Type.FIELD);
            case "lt", "lte", "gt", "gte" -> {
                type(Type.ORDER);
                order = Order.valueOf(name.toUpperCase(Locale.ROOT));
            }
            case "expand" ->
                throw new IllegalArgumentException(
                        "modifier 'expand': placeholders need a value list that Keywatch does not have");
            default -> {
                DatePart part = DatePart.of(name);
                if (part != null) {
                    datePart = part;
                } else if (ENCODINGS.contains(name)) {
                    encodings.add(name);
                } else {
                    String nearest = Nearest.of(name, KNOWN);
                    throw new IllegalArgumentException("modifier '" + name + "' is not known"
                            + (nearest == null ? "" : ": did you mean '" + nearest + "'?"));
                }
            }
        }
    }

    private void position(boolean starBefore, boolean starAfter) {
        if (before || after) {
            throw new IllegalArgumentException("only one of 'contains', 'startswith' and 'endswith'");
        }
        before = starBefore;
        after = starAfter;
    }

    private void type(Type chosen) {
        if (type != Type.TEXT) {
            throw new IllegalArgumentException("'" + chosen.name().toLowerCase(Locale.ROOT)
                    + "' after a modifier that already says what the value is");
        }
        type = chosen;
    }

    private void flag(String name, String previous) {
        if (type != Type.RE || !Set.of("re", "i", "m", "s").contains(previous)) {
            throw new IllegalArgumentException("'" + name + "' goes right behind 're'");
        }
        flags |= switch (name) {
            case "i" -> Pattern.CASE_INSENSITIVE;
            case "m" -> Pattern.MULTILINE;
            default -> Pattern.DOTALL;
        };
    }

    /** True where several values must all be found. */
    public boolean all() {
        return all;
    }

    /** @param values at least one; a null is an absent field */
    public Expr ask(List<@Nullable Value> values) {
        if (field.isEmpty()) {
            return keywords(values);
        }
        Field asked = Fields.of(field);
        List<Expr> absent = new ArrayList<>();
        List<Expr> parts = new ArrayList<>();
        List<ValueTest> tests = new ArrayList<>();
        for (Value value : values) {
            if (value == null) {
                requireText("null");
                absent.add(new Expr.Leaf(new FieldTest.Presence(asked, false)));
            } else if (type == Type.EXISTS) {
                parts.add(new Expr.Leaf(new FieldTest.Presence(asked, value.truth())));
            } else if (type == Type.FIELD) {
                parts.add(new Expr.Leaf(new FieldTest.Reference(asked, Fields.of(value.text()), before, after, cased)));
            } else {
                tests.addAll(tests(value));
            }
        }
        if (!tests.isEmpty()) {
            parts.add(new Expr.Leaf(new FieldTest.Values(asked, tests, all)));
        }
        parts.addAll(absent);
        Expr answer = all ? Expr.all(parts) : Expr.any(parts);
        return negated ? Expr.not(answer) : answer;
    }

    private Expr keywords(List<@Nullable Value> values) {
        List<ValueTest> tests = new ArrayList<>();
        for (Value value : values) {
            if (value == null) {
                throw new IllegalArgumentException("null is no keyword");
            }
            tests.addAll(tests(value));
        }
        Expr answer = new Expr.Leaf(new FieldTest.Keywords(tests, all));
        return negated ? Expr.not(answer) : answer;
    }

    private void requireText(String what) {
        if (type != Type.TEXT || before || after || datePart != null || !encodings.isEmpty()) {
            throw new IllegalArgumentException(what + " takes no modifier");
        }
    }

    private List<ValueTest> tests(Value value) {
        if (datePart != null) {
            return List.of(new ValueTest.OfDate(datePart, type == Type.ORDER ? compare(value) : equal(value)));
        }
        return switch (type) {
            case RE -> List.of(regex(value.text()));
            case CIDR -> List.of(Cidr.parse(value.text()));
            case ORDER -> List.of(compare(value));
            default -> text(value);
        };
    }

    private List<ValueTest> text(Value value) {
        // a keyword stands anywhere in the event
        boolean anywhere = field.isEmpty();
        if (!encodings.isEmpty()) {
            return encoded(value.text()).stream()
                    .<ValueTest>map(form -> Wildcard.ofPlain(form, before || anywhere, after || anywhere, cased))
                    .toList();
        }
        if (value.number() && !before && !after && !anywhere && ValueTest.parsed(value.text()) != null) {
            return List.of(equal(value));
        }
        return List.of(Wildcard.of(value.text(), before || anywhere, after || anywhere, cased));
    }

    private List<String> encoded(String value) {
        String plain = Wildcard.plainOf(value);
        if (plain == null) {
            throw new IllegalArgumentException("a value with wildcards cannot be encoded");
        }
        List<String> forms = List.of(plain);
        byte[] wide = null;
        for (String encoding : encodings) {
            if (wide != null && !encoding.startsWith("base64")) {
                throw new IllegalArgumentException("only base64 or base64offset can follow an encoding of characters");
            }
            List<String> next = new ArrayList<>();
            for (String form : forms) {
                byte[] bytes = wide != null ? wide : form.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                switch (encoding) {
                    case "windash" -> next.addAll(Encoding.dashes(form));
                    case "base64" -> next.add(Encoding.base64(bytes));
                    case "base64offset" -> next.addAll(Encoding.base64Offsets(bytes));
                    default -> {
                        if (forms.size() > 1) {
                            throw new IllegalArgumentException("'" + encoding + "' must come first");
                        }
                        wide = Encoding.utf16(encoding, form);
                        next.add(form);
                    }
                }
            }
            wide = encoding.startsWith("base64") ? null : wide;
            forms = next;
        }
        if (wide != null) {
            throw new IllegalArgumentException(
                    "'" + encodings.getLast() + "' must be followed by base64 or base64offset: CloudTrail is text");
        }
        return forms;
    }

    private ValueTest regex(String pattern) {
        if (pattern.length() > MAX_PATTERN_CHARS) {
            throw new IllegalArgumentException(
                    "a regular expression of more than " + MAX_PATTERN_CHARS + " characters");
        }
        try {
            return ValueTest.Matching.of(UserPattern.compile(pattern, flags));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "regular expression: " + e.getDescription() + " near '" + e.getPattern()
                            + "' (matching in linear time has no look-around and no back-references)",
                    e);
        }
    }

    private ValueTest compare(Value value) {
        Order chosen = order;
        if (chosen == null) {
            throw new IllegalStateException("an order without lt, lte, gt or gte");
        }
        return new ValueTest.Compare(chosen, number(value));
    }

    private static ValueTest equal(Value value) {
        return new ValueTest.Equal(number(value));
    }

    private static BigDecimal number(Value value) {
        BigDecimal number = ValueTest.parsed(value.text());
        if (number == null) {
            throw new IllegalArgumentException("'" + value.text() + "' is no number");
        }
        return number;
    }

    /** A value as the file has it. */
    public record Value(String text, boolean number, boolean bool) {
        boolean truth() {
            if (!bool) {
                throw new IllegalArgumentException("'exists' takes true or false");
            }
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on" -> true;
                default -> false;
            };
        }
    }
}
