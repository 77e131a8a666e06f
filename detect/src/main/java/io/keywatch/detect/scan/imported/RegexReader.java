package io.keywatch.detect.scan.imported;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the syntax of RE2, as far as it says how wide matches are and what they contain. RE2J has compiled the
 * expression before: what is wrong with it is not said here.
 */
final class RegexReader {
    /** Bytes of a character beyond ASCII in UTF-8, at most. */
    private static final int WIDEST = 4;

    /** Kelvin sign and long s fold onto k and s: three bytes at most. */
    private static final int FOLDED = 3;

    /** A class of more members is no literal. */
    private static final int MAX_MEMBERS = 6;

    private final String text;
    private int at;
    private boolean anyCase;
    private boolean dotAll;

    RegexReader(String text) {
        this.text = text;
    }

    /** Syntax that is not read here. Never leaves the package. */
    static final class NotUnderstood extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotUnderstood() {
            super(null, null, false, false);
        }
    }

    Factors read() {
        try {
            Factors all = choice();
            if (at < text.length()) {
                throw new NotUnderstood();
            }
            return all;
        } catch (StringIndexOutOfBoundsException | NumberFormatException unread) {
            throw new NotUnderstood();
        }
    }

    private Factors choice() {
        List<Factors> options = new ArrayList<>();
        options.add(sequence());
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            options.add(sequence());
        }
        return options.size() == 1 ? options.getFirst() : Factors.choice(options);
    }

    private Factors sequence() {
        List<Factors> parts = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            if (eat("\\Q")) {
                int end = text.indexOf("\\E", at);
                String quoted = text.substring(at, end < 0 ? text.length() : end);
                at = end < 0 ? text.length() : end + 2;
                quoted.codePoints().forEach(c -> parts.add(literal(c)));
                // a quantifier after it belongs to its last character
                if (!parts.isEmpty() && !quoted.isEmpty()) {
                    parts.add(quantified(parts.removeLast()));
                }
            } else {
                parts.add(quantified(atom()));
            }
        }
        return Factors.sequence(parts);
    }

    private Factors quantified(Factors part) {
        Factors result = part;
        while (at < text.length()) {
            int min;
            int max;
            char c = text.charAt(at);
            if (c == '?' || c == '*' || c == '+') {
                at++;
                min = c == '+' ? 1 : 0;
                max = c == '?' ? 1 : -1;
            } else if (c == '{' && bounds() != null) {
                String[] bounds = text.substring(at + 1, text.indexOf('}', at)).split(",", -1);
                at = text.indexOf('}', at) + 1;
                min = Integer.parseInt(bounds[0]);
                max = bounds.length == 1 ? min : bounds[1].isEmpty() ? -1 : Integer.parseInt(bounds[1]);
            } else {
                return result;
            }
            eat("?");
            result = result.repeated(min, max);
        }
        return result;
    }

    /** A brace that is no repetition stands for itself. */
    private @Nullable String bounds() {
        int close = text.indexOf('}', at);
        String inside = close < 0 ? "" : text.substring(at + 1, close);
        return inside.matches("\\d+(,\\d*)?") ? inside : null;
    }

    private Factors atom() {
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        return switch (c) {
            case '(' -> group();
            case '[' -> set();
            case '.' -> Factors.any(WIDEST, dotAll);
            case '^', '$' -> Factors.EMPTY;
            case '\\' -> escape();
            case '*', '+', '?' -> throw new NotUnderstood();
            default -> literal(c);
        };
    }

    private Factors group() {
        boolean outerCase = anyCase;
        boolean outerDot = dotAll;
        if (eat("?P<") || eat("?<")) {
            at = text.indexOf('>', at) + 1;
            if (at == 0) {
                throw new NotUnderstood();
            }
        } else if (eat("?")) {
            boolean on = true;
            while (text.charAt(at) != ')' && text.charAt(at) != ':') {
                switch (text.charAt(at++)) {
                    case '-' -> on = false;
                    case 'i' -> anyCase = on;
                    case 's' -> dotAll = on;
                    case 'm', 'U' -> {} // neither width nor literals change
                    default -> throw new NotUnderstood();
                }
            }
            if (text.charAt(at++) == ')') {
                // holds to the end of the group around it, which restores what was before
                return Factors.EMPTY;
            }
        }
        Factors inside = choice();
        if (!eat(")")) {
            throw new NotUnderstood();
        }
        anyCase = outerCase;
        dotAll = outerDot;
        return inside;
    }

    private Factors literal(int c) {
        if (c >= 0x80) {
            return Factors.any(WIDEST, false);
        }
        boolean folds = anyCase && (c == 'k' || c == 'K' || c == 's' || c == 'S');
        String lower = String.valueOf((char) c).toLowerCase(Locale.ROOT);
        return Factors.strings(folds ? FOLDED : 1, c == '\n', Set.of(lower));
    }

    private Factors escape() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'A', 'z', 'b', 'B' -> Factors.EMPTY;
            case 'd', 'w', 's', 'D', 'W', 'S', 'p', 'P' -> {
                Members members = new Members();
                escapedClass(c, members);
                yield members.factors(anyCase);
            }
            case 'C' -> throw new NotUnderstood();
            default -> {
                at--;
                yield literal(escapedCharacter());
            }
        };
    }

    private int escapedCharacter() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'a' -> 7;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            case 'x' -> hex();
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c - '0');
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw new NotUnderstood();
                }
                at--;
                int point = text.codePointAt(at);
                at += Character.charCount(point);
                yield point;
            }
        };
    }

    private int hex() {
        if (eat("{")) {
            int close = text.indexOf('}', at);
            int value = Integer.parseInt(text.substring(at, close), 16);
            at = close + 1;
            return value;
        }
        at += 2;
        return Integer.parseInt(text.substring(at - 2, at), 16);
    }

    /** Three digits at most. */
    private int octal(int first) {
        int value = first;
        for (int i = 0; i < 2 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '7'; i++) {
            value = value * 8 + text.charAt(at++) - '0';
        }
        return value;
    }

    /** What a class matches: the ASCII members one by one, the others as a whole. */
    private static final class Members {
        private final BitSet ascii = new BitSet(128);
        private boolean others;

        void negate() {
            ascii.flip(0, 128);
            others = true;
        }

        Factors factors(boolean anyCase) {
            Set<String> lower = new LinkedHashSet<>();
            ascii.stream().forEach(c -> lower.add(String.valueOf((char) c).toLowerCase(Locale.ROOT)));
            boolean folds = anyCase && (lower.contains("k") || lower.contains("s"));
            int width = others ? WIDEST : folds ? FOLDED : 1;
            return others || lower.size() > MAX_MEMBERS || lower.isEmpty()
                    ? Factors.any(width, ascii.get('\n'))
                    : Factors.strings(width, ascii.get('\n'), lower);
        }
    }

    /** After the letter. */
    private void escapedClass(char c, Members into) {
        BitSet ascii = new BitSet(128);
        switch (c) {
            case 'd', 'D' -> ascii.set('0', '9' + 1);
            case 'w', 'W' -> AsciiClass.WORD.into(ascii);
            case 's', 'S' -> "\t\n\f\r ".chars().forEach(ascii::set);
            default -> {
                // a class of Unicode: any of ASCII may be in it
                if (eat("{")) {
                    at = text.indexOf('}', at) + 1;
                } else {
                    at++;
                }
                into.ascii.set(0, 128);
                into.others = true;
                return;
            }
        }
        if (Character.isUpperCase(c)) {
            ascii.flip(0, 128);
            into.others = true;
        }
        into.ascii.or(ascii);
    }

    private Factors set() {
        Members members = new Members();
        boolean negated = eat("^");
        boolean first = true;
        while (first || text.charAt(at) != ']') {
            first = false;
            if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
                posix(members);
                continue;
            }
            if (text.charAt(at) == '\\' && "dwsDWSpP".indexOf(text.charAt(at + 1)) >= 0) {
                at += 2;
                escapedClass(text.charAt(at - 1), members);
                continue;
            }
            int from = member();
            int to = from;
            if (text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
                at++;
                to = member();
            }
            members.others |= to >= 0x80;
            if (from < 0x80) {
                members.ascii.set(from, Math.min(to, 0x7f) + 1);
            }
        }
        at++;
        if (negated) {
            members.negate();
        }
        return members.factors(anyCase);
    }

    private int member() {
        if (eat("\\")) {
            return escapedCharacter();
        }
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private void posix(Members into) {
        int close = text.indexOf(":]", at);
        String name = text.substring(at + 2, close);
        at = close + 2;
        boolean negated = name.startsWith("^");
        BitSet ascii = new BitSet(128);
        AsciiClass.named(negated ? name.substring(1) : name).into(ascii);
        if (negated) {
            ascii.flip(0, 128);
            into.others = true;
        }
        into.ascii.or(ascii);
    }

    private boolean eat(String expected) {
        if (text.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }
}
