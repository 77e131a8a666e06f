package io.keywatch.detect.scan.imported;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What is no finding.
 *
 * @param all whether every kind of condition that it has must hold, or one
 * @param commits whether it names commits: content here has none, so that they hold for nothing
 * @param target what the expressions are looked for in
 * @param stopwords lower case, looked for in the secret
 */
public record Allowlist(
        boolean all,
        boolean commits,
        List<Pattern> paths,
        List<Pattern> regexes,
        Target target,
        List<String> stopwords) {
    /** Bytes of a secret that are looked at between two looks at the clock: a secret may be most of a text. */
    private static final int STRIDE = 1 << 16;

    public Allowlist {
        paths = List.copyOf(paths);
        regexes = List.copyOf(regexes);
        stopwords = List.copyOf(stopwords);
    }

    /** What {@code regexTarget} may be. */
    public enum Target {
        SECRET,
        MATCH,
        LINE
    }

    /** A finding: where its secret, what the rule matched, and the lines of that stand. */
    @SuppressWarnings("ArrayRecordComponent") // the text as it is, never compared
    public record Place(
            byte[] bytes,
            int secretStart,
            int secretEnd,
            int matchStart,
            int matchEnd,
            int lineStart,
            int lineEnd,
            BooleanSupplier keepGoing) {
        /** Without content. */
        @Override
        public String toString() {
            return "Place[" + secretStart + ", " + secretEnd + "]";
        }
    }

    /** Whether the path alone decides. */
    public boolean allowsAllOf(String path) {
        if (all) {
            return !commits && !paths.isEmpty() && regexes.isEmpty() && stopwords.isEmpty() && namesPath(path);
        }
        return namesPath(path);
    }

    private boolean namesPath(String path) {
        return paths.stream().anyMatch(p -> names(p, path));
    }

    /** Whether an expression finds the path, or that of a member within its archive. */
    public static boolean names(Pattern expression, String path) {
        int member = path.lastIndexOf('!') + 1;
        return expression.matcher(path).find()
                || (member > 0 && expression.matcher(path.substring(member)).find());
    }

    /** @throws TextSlice.OutOfTime when told to stop */
    public boolean allows(String path, Place place) {
        if (all) {
            return !commits
                    && (paths.isEmpty() || namesPath(path))
                    && (regexes.isEmpty() || matches(place))
                    && (stopwords.isEmpty() || holdsStopword(place));
        }
        return namesPath(path) || matches(place) || holdsStopword(place);
    }

    private boolean matches(Place p) {
        if (regexes.isEmpty()) {
            return false;
        }
        TextSlice text = switch (target) {
            case SECRET -> TextSlice.of(p.bytes(), p.secretStart(), p.secretEnd(), p.keepGoing());
            case MATCH -> TextSlice.of(p.bytes(), p.matchStart(), p.matchEnd(), p.keepGoing());
            case LINE -> TextSlice.of(p.bytes(), p.lineStart(), p.lineEnd(), p.keepGoing());
        };
        return regexes.stream().anyMatch(r -> r.matcher(text).find());
    }

    private boolean holdsStopword(Place p) {
        return stopwords.stream().anyMatch(word -> holds(p, word));
    }

    private static boolean holds(Place place, String word) {
        byte[] wanted = word.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = place.bytes();
        for (int i = place.secretStart(); i <= place.secretEnd() - wanted.length; i++) {
            if ((i - place.secretStart()) % STRIDE == STRIDE - 1
                    && !place.keepGoing().getAsBoolean()) {
                throw new TextSlice.OutOfTime();
            }
            int k = 0;
            while (k < wanted.length && lower(bytes[i + k]) == wanted[k]) {
                k++;
            }
            if (k == wanted.length) {
                return true;
            }
        }
        return false;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }
}
