package io.keywatch.app.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One line of an ignore file, read as git reads a line of {@code .gitignore} (gitignore(5)). Immutable. */
final class IgnorePattern {
    private static final String ANY_DEPTH = "**";

    private final boolean negated;
    private final boolean foldersOnly;
    /** Parts of the path that the pattern states; without a slash it is one that may stand at any depth. */
    private final List<String> parts;

    private IgnorePattern(boolean negated, boolean foldersOnly, List<String> parts) {
        this.negated = negated;
        this.foldersOnly = foldersOnly;
        this.parts = List.copyOf(parts);
    }

    /** Empty for a blank line or a comment. */
    static Optional<IgnorePattern> of(String line) {
        String text = withoutTrailingBlanks(line);
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        boolean negated = text.startsWith("!");
        text = negated ? text.substring(1) : text;
        boolean foldersOnly = text.endsWith("/");
        text = foldersOnly ? text.substring(0, text.length() - 1) : text;
        boolean anchored = text.contains("/");
        text = text.startsWith("/") ? text.substring(1) : text;
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        if (!anchored) {
            parts.add(ANY_DEPTH);
        }
        for (String part : text.split("/", -1)) {
            boolean again = part.equals(ANY_DEPTH)
                    && !parts.isEmpty()
                    && parts.getLast().equals(ANY_DEPTH);
            if (!again) {
                parts.add(part);
            }
        }
        return Optional.of(new IgnorePattern(negated, foldersOnly, parts));
    }

    boolean negated() {
        return negated;
    }

    /** @param path parts of a path below the folder of the pattern */
    boolean matches(List<String> path, boolean folder) {
        if (foldersOnly && !folder) {
            return false;
        }
        // reached[i]: the parts so far match the first i parts of the path
        boolean[] reached = new boolean[path.size() + 1];
        reached[0] = true;
        for (int p = 0; p < parts.size(); p++) {
            String part = parts.get(p);
            boolean[] after = new boolean[reached.length];
            if (part.equals(ANY_DEPTH)) {
                // at the end it stands for everything inside, not for the folder itself
                int least = p == parts.size() - 1 ? 1 : 0;
                boolean open = false;
                for (int i = 0; i < reached.length; i++) {
                    open |= i >= least && reached[i - least];
                    after[i] = open;
                }
            } else {
                for (int i = 1; i < reached.length; i++) {
                    after[i] = reached[i - 1] && Glob.matches(part, path.get(i - 1));
                }
            }
            reached = after;
        }
        return reached[path.size()];
    }

    /** Blanks at the end do not count unless the last is escaped. */
    private static String withoutTrailingBlanks(String line) {
        String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ' && !(end > 1 && text.charAt(end - 2) == '\\')) {
            end--;
        }
        return text.substring(0, end);
    }
}
