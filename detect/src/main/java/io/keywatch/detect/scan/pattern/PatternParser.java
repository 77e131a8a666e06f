package io.keywatch.detect.scan.pattern;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the subset of {@link Pattern} syntax that rules may use: everything means here what it means
 * there over ISO-8859-1 text, so that the JDK's engine can serve as the oracle in tests.
 *
 * <p>Left out on purpose: back references, possessive quantifiers, more than one capturing group (it is the secret),
 * look-behind wider than a byte.
 */
final class PatternParser {
    /** Upper bound of {@code *}, {@code +} and {@code {n,}}: a rule that needs more states it. */
    private static final int UNBOUNDED = 1024;

    /** Five digits: more than the widest rule. */
    private static final Pattern BOUNDS = Pattern.compile("(?<min>\\d{1,5})(?:,(?<max>\\d{0,5}))?");

    private final String text;
    private final String ruleId;
    private int at;
    private boolean anyCase;
    private boolean valueSeen;

    PatternParser(String ruleId, String text) {
        this.ruleId = ruleId;
        this.text = text;
    }

    Ast parse() {
        Ast ast = choice();
        if (at < text.length()) {
            throw wrong("unbalanced )");
        }
        return ast;
    }

    private Ast choice() {
        boolean outer = anyCase;
        List<Ast> options = new ArrayList<>();
        options.add(sequence());
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            options.add(sequence());
        }
        anyCase = outer;
        return options.size() == 1 ? options.getFirst() : new Ast.Choice(List.copyOf(options));
    }

    private Ast sequence() {
        List<Ast> parts = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            if (text.startsWith("(?i)", at)) {
                at += 4;
                anyCase = true;
            } else {
                parts.add(quantified(atom()));
            }
        }
        return parts.size() == 1 ? parts.getFirst() : new Ast.Sequence(List.copyOf(parts));
    }

    private Ast quantified(Ast part) {
        if (at == text.length()) {
            return part;
        }
        int min;
        int max;
        switch (text.charAt(at)) {
            case '?' -> {
                min = 0;
                max = 1;
                at++;
            }
            case '*' -> {
                min = 0;
                max = UNBOUNDED;
                at++;
            }
            case '+' -> {
                min = 1;
                max = UNBOUNDED;
                at++;
            }
            case '{' -> {
                int close = text.indexOf('}', at);
                if (close < 0) {
                    throw wrong("unclosed {");
                }
                Matcher bounds = BOUNDS.matcher(text.substring(at + 1, close));
                if (!bounds.matches()) {
                    throw wrong("no number of times in {}");
                }
                min = Integer.parseInt(bounds.group("min"));
                String most = bounds.group("max");
                max = most == null ? min : most.isEmpty() ? UNBOUNDED : Integer.parseInt(most);
                at = close + 1;
            }
            default -> {
                return part;
            }
        }
        boolean greedy = true;
        if (at < text.length() && text.charAt(at) == '?') {
            greedy = false;
            at++;
        }
        if (min > max) {
            throw wrong("quantifier bounds out of order");
        }
        return min == 1 && max == 1 ? part : new Ast.Repeat(part, min, max, greedy);
    }

    /** The next character, which is one byte. */
    private char next() {
        if (at == text.length()) {
            throw wrong("it ends too early");
        }
        char c = text.charAt(at++);
        if (c > 0xff) {
            throw wrong("a character that is no byte");
        }
        return c;
    }

    private Ast atom() {
        char c = next();
        return switch (c) {
            case '(' -> group();
            case '[' -> one(set());
            case '.' -> new Ast.One(ByteSet.of("\n\r").not());
            case '^' -> new Ast.LineEdge(true);
            case '$' -> new Ast.LineEdge(false);
            case '\\' -> escape();
            case '*', '+', '?', '{' -> throw wrong("nothing to repeat");
            default -> one(ByteSet.of(String.valueOf(c)));
        };
    }

    private Ast group() {
        boolean outer = anyCase;
        Ast result;
        if (eat("?:")) {
            result = choice();
        } else if (eat("?i:")) {
            anyCase = true;
            result = choice();
        } else if (eat("?=")) {
            result = new Ast.Ahead(choice(), true);
        } else if (eat("?!")) {
            result = new Ast.Ahead(choice(), false);
        } else if (eat("?<=")) {
            result = behind(true);
        } else if (eat("?<!")) {
            result = behind(false);
        } else if (at < text.length() && text.charAt(at) == '?') {
            throw wrong("this kind of group is not supported");
        } else {
            if (valueSeen) {
                throw wrong("more than one capturing group");
            }
            valueSeen = true;
            result = new Ast.Value(choice());
        }
        if (!eat(")")) {
            throw wrong("unclosed (");
        }
        anyCase = outer;
        return result;
    }

    private Ast behind(boolean wanted) {
        if (choice() instanceof Ast.One(ByteSet set)) {
            return new Ast.Behind(set, wanted);
        }
        throw wrong("look-behind must be one byte wide");
    }

    private Ast escape() {
        return eat("b") ? new Ast.Edge() : one(escapedSet());
    }

    private ByteSet escapedSet() {
        char c = next();
        return switch (c) {
            case 'd' -> ByteSet.DIGIT;
            case 'w' -> ByteSet.WORD;
            case 's' -> ByteSet.SPACE;
            case 'S' -> ByteSet.SPACE.not();
            case 'W' -> ByteSet.WORD.not();
            case 'D' -> ByteSet.DIGIT.not();
            case 'n' -> ByteSet.of("\n");
            case 'r' -> ByteSet.of("\r");
            case 't' -> ByteSet.of("\t");
            case 'x' -> {
                int high = Character.digit(next(), 16);
                int low = Character.digit(next(), 16);
                if (high < 0 || low < 0) {
                    throw wrong("two digits of hex stand after \\x");
                }
                yield ByteSet.range(16 * high + low, 16 * high + low);
            }
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw wrong("unknown escape");
                }
                yield ByteSet.of(String.valueOf(c));
            }
        };
    }

    private ByteSet set() {
        boolean negated = eat("^");
        BitSet bits = new BitSet(256);
        boolean first = true;
        while (first || !eat("]")) {
            first = false;
            char c = next();
            if (c == '[' || (c == '&' && text.startsWith("&", at))) {
                throw wrong("escape [ and && inside a class: java.util.regex reads them as set operations");
            }
            if (c == '\\') {
                ByteSet escaped = escapedSet();
                if (escaped.size() > 1) {
                    for (int i = 0; i < 256; i++) {
                        bits.set(i, bits.get(i) || escaped.has(i));
                    }
                    continue;
                }
                c = (char) escaped.member(0);
            }
            char to = c;
            if (at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
                at++;
                to = next();
                if (to == '\\') {
                    to = (char) escapedSet().member(0);
                }
            }
            if (to < c) {
                throw wrong("range out of order");
            }
            bits.set(c, to + 1);
        }
        ByteSet set = ByteSet.of(bits);
        if (anyCase) {
            set = set.anyCase();
        }
        return negated ? set.not() : set;
    }

    private Ast one(ByteSet set) {
        return new Ast.One(anyCase ? set.anyCase() : set);
    }

    private boolean eat(String expected) {
        if (text.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("rule " + ruleId + ": " + what + " at position " + at + " of its pattern");
    }
}
