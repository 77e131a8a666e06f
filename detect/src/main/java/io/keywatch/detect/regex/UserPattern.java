package io.keywatch.detect.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Compiles an expression that somebody wrote, in time that grows with its length. RE2/J does not end where it folds the
 * case of letters that are younger than its tables (its issue 168): an expression that may make it do so is refused.
 */
public final class UserPattern {
    /** Cyrillic Extended-C has the letters whose capitals lead to others: of all characters, these do not lead back. */
    private static final int FIRST = 0x1c80;

    private static final int LAST = 0x1c88;

    /** What does not stand for one character. */
    private static final int NONE = -1;

    private final String regex;
    private int at;

    private UserPattern(String regex) {
        this.regex = regex;
    }

    /**
     * @param flags of RE2/J
     * @throws PatternSyntaxException saying why it is no expression of RE2, or may not be used
     */
    public static Pattern compile(String regex, int flags) {
        boolean folds = (flags & Pattern.CASE_INSENSITIVE) != 0 || setsFolding(regex);
        if (folds && new UserPattern(regex).reaches()) {
            throw new PatternSyntaxException("the case of U+1C80 to U+1C88 cannot be ignored", regex);
        }
        return Pattern.compile(regex, flags);
    }

    public static Pattern compile(String regex) {
        return compile(regex, 0);
    }

    /** {@code (?i)}, {@code (?si:}: whatever else stands there, too. */
    private static boolean setsFolding(String regex) {
        for (int open = regex.indexOf("(?"); open >= 0; open = regex.indexOf("(?", open + 1)) {
            for (int i = open + 2; i < regex.length() && Character.isLetter(regex.charAt(i)); i++) {
                if (regex.charAt(i) == 'i') {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether one of the letters stands in it, or between two characters with a dash, in a class or not. */
    private boolean reaches() {
        int before = NONE;
        while (at < regex.length()) {
            int low = next();
            if (low == '-' && before != NONE && at < regex.length()) {
                int high = next();
                if (before <= LAST && high >= FIRST) {
                    return true;
                }
                before = NONE;
            } else {
                if (low >= FIRST && low <= LAST) {
                    return true;
                }
                before = low;
            }
        }
        return false;
    }

    private int next() {
        int c = regex.codePointAt(at);
        at += Character.charCount(c);
        if (c != '\\' || at == regex.length()) {
            return c;
        }
        int escaped = regex.codePointAt(at);
        at += Character.charCount(escaped);
        if (escaped != 'x') {
            return Character.isLetterOrDigit(escaped) ? NONE : escaped;
        }
        Integer code = hex();
        return code == null ? NONE : code;
    }

    /** After {@code \x}: two digits, or any number of them in braces. */
    private @Nullable Integer hex() {
        boolean braces = at < regex.length() && regex.charAt(at) == '{';
        int from = braces ? at + 1 : at;
        int to = braces ? regex.indexOf('}', from) : Math.min(regex.length(), from + 2);
        if (to < from) {
            return null;
        }
        at = braces ? to + 1 : to;
        try {
            return Integer.valueOf(regex.substring(from, to), 16);
        } catch (NumberFormatException noCharacter) {
            return null;
        }
    }
}
