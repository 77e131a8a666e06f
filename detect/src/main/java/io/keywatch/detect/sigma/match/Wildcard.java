package io.keywatch.detect.sigma.match;

import org.jspecify.annotations.Nullable;

/**
 * Text with {@code *} and {@code ?}, case-insensitive unless told otherwise. Matching takes at most
 * {@code pattern * value} steps and no stack.
 */
public final class Wildcard implements ValueTest {
    private static final char MANY = '\uFFFF';
    private static final char ONE = '\uFFFE';

    private enum Shape {
        ANYTHING,
        EXACT,
        STARTS,
        ENDS,
        CONTAINS,
        MIXED
    }

    /** Folded unless cased; wildcards as the two characters that no text may hold. */
    private final String pattern;

    private final boolean cased;
    private final Shape shape;

    /** As the rule spells it. */
    private final String spelled;

    /** The text between the outer wildcards, where that is all there is. */
    private final String core;

    private Wildcard(String pattern, boolean cased) {
        this.cased = cased;
        this.pattern = cased ? pattern : fold(pattern);
        int from = 0;
        int to = pattern.length();
        while (from < to && pattern.charAt(from) == MANY) {
            from++;
        }
        while (to > from && pattern.charAt(to - 1) == MANY) {
            to--;
        }
        this.core = this.pattern.substring(from, to);
        this.spelled = pattern;
        boolean plain = core.indexOf(MANY) < 0 && core.indexOf(ONE) < 0;
        boolean head = from > 0;
        boolean tail = to < pattern.length();
        if (core.isEmpty() && head) {
            this.shape = Shape.ANYTHING;
        } else if (!plain) {
            this.shape = Shape.MIXED;
        } else if (head) {
            this.shape = tail ? Shape.CONTAINS : Shape.ENDS;
        } else {
            this.shape = tail ? Shape.STARTS : Shape.EXACT;
        }
    }

    /** Where {@code contains}, {@code startswith} and {@code endswith} put their wildcards. */
    public static Wildcard of(String value, boolean before, boolean after, boolean cased) {
        return new Wildcard((before ? MANY : "") + parsed(value) + (after ? MANY : ""), cased);
    }

    /** The value as it stands, wildcards and backslashes included. */
    static Wildcard ofPlain(String text, boolean before, boolean after, boolean cased) {
        return new Wildcard((before ? MANY : "") + text + (after ? MANY : ""), cased);
    }

    /** @return null when the value holds a wildcard */
    static @Nullable String plainOf(String value) {
        String text = parsed(value);
        return text.indexOf(MANY) >= 0 || text.indexOf(ONE) >= 0 ? null : text;
    }

    /** A backslash escapes a wildcard or a backslash; before anything else it is itself. */
    private static String parsed(String value) {
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            char next = i + 1 < value.length() ? value.charAt(i + 1) : 0;
            if (c == '\\' && (next == '*' || next == '?' || next == '\\')) {
                text.append(next);
                i++;
            } else if (c == '*') {
                text.append(MANY);
            } else if (c == '?') {
                text.append(ONE);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    @Override
    public boolean matchesAnything() {
        return shape == Shape.ANYTHING;
    }

    @Override
    public @Nullable String literal() {
        return shape == Shape.EXACT ? spelled : null;
    }

    @Override
    public boolean test(String value) {
        return switch (shape) {
            case ANYTHING -> true;
            case EXACT -> value.length() == core.length() && at(value, 0);
            case STARTS -> value.length() >= core.length() && at(value, 0);
            case ENDS -> value.length() >= core.length() && at(value, value.length() - core.length());
            case CONTAINS -> contains(value);
            case MIXED -> mixed(value);
        };
    }

    private boolean at(String value, int from) {
        for (int i = 0; i < core.length(); i++) {
            if (core.charAt(i) != fold(value.charAt(from + i))) {
                return false;
            }
        }
        return true;
    }

    private boolean contains(String value) {
        char first = core.charAt(0);
        int last = value.length() - core.length();
        for (int from = 0; from <= last; from++) {
            if (fold(value.charAt(from)) == first && at(value, from)) {
                return true;
            }
        }
        return false;
    }

    /** Goes back to the last star only: what stood before it has been matched as early as it can be. */
    private boolean mixed(String value) {
        int p = 0;
        int v = 0;
        int star = -1;
        int resume = 0;
        while (v < value.length()) {
            char want = p < pattern.length() ? pattern.charAt(p) : 0;
            if (p < pattern.length() && want == MANY) {
                star = p++;
                resume = v;
            } else if (p < pattern.length() && (want == ONE || want == fold(value.charAt(v)))) {
                p++;
                v++;
            } else if (star >= 0) {
                p = star + 1;
                v = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == MANY) {
            p++;
        }
        return p == pattern.length();
    }

    private char fold(char c) {
        return cased ? c : folded(c);
    }

    private static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            folded.append(folded(text.charAt(i)));
        }
        return folded.toString();
    }

    private static char folded(char c) {
        if (c < 128) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
