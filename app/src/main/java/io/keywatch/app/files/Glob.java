package io.keywatch.app.files;

/** {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]} and {@code \} against one name. In steps of at most the product of lengths. */
final class Glob {
    private Glob() {}

    static boolean matches(String glob, String name) {
        int g = 0;
        int n = 0;
        // where the last star stood, and how far it reached: to take one more on failure
        int star = -1;
        int taken = 0;
        while (n < name.length()) {
            int width = g < glob.length() && glob.charAt(g) != '*' ? one(glob, g, name.charAt(n)) : 0;
            if (width > 0) {
                g += width;
                n++;
            } else if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                taken = n;
            } else if (star >= 0) {
                g = star + 1;
                n = ++taken;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }

    /** Width of what stands at {@code g} if it matches the character; 0 if it does not. */
    private static int one(String glob, int g, char c) {
        char p = glob.charAt(g);
        if (p == '?') {
            return 1;
        }
        if (p == '\\' && g + 1 < glob.length()) {
            return glob.charAt(g + 1) == c ? 2 : 0;
        }
        if (p == '[') {
            int end = classEnd(glob, g);
            if (end > 0) {
                return inClass(glob, g + 1, end, c) ? end + 1 - g : 0;
            }
        }
        return p == c ? 1 : 0;
    }

    /** A bracket right after the opening one, or its negation, belongs to the class; -1 where it never closes. */
    private static int classEnd(String glob, int open) {
        int i = open + 1;
        if (i < glob.length() && (glob.charAt(i) == '!' || glob.charAt(i) == '^')) {
            i++;
        }
        return glob.indexOf(']', i + 1);
    }

    private static boolean inClass(String glob, int from, int end, char c) {
        boolean negated = glob.charAt(from) == '!' || glob.charAt(from) == '^';
        int i = negated ? from + 1 : from;
        boolean in = false;
        while (i < end) {
            if (i + 2 < end && glob.charAt(i + 1) == '-') {
                in |= glob.charAt(i) <= c && c <= glob.charAt(i + 2);
                i += 3;
            } else {
                in |= glob.charAt(i++) == c;
            }
        }
        return in != negated;
    }
}
