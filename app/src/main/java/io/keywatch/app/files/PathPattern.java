package io.keywatch.app.files;

import java.util.List;

/** Paths that a line in the language of {@code .gitignore} names, with all below the folders that it names. */
public final class PathPattern {
    private final IgnorePattern pattern;
    private final String text;

    private PathPattern(IgnorePattern pattern, String text) {
        this.pattern = pattern;
        this.text = text;
    }

    /** @throws IllegalArgumentException where it names nothing: blank, a comment or a negation */
    public static PathPattern of(String text) {
        IgnorePattern pattern = IgnorePattern.of(text)
                .filter(parsed -> !parsed.negated())
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no pattern of paths"));
        return new PathPattern(pattern, text);
    }

    /** @param path relative, with {@code /} between folders */
    public boolean covers(String path) {
        List<String> parts = List.of(path.split("/"));
        for (int i = 1; i <= parts.size(); i++) {
            if (pattern.matches(parts.subList(0, i), i < parts.size())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return text;
    }
}
