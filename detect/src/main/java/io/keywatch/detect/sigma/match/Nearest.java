package io.keywatch.detect.sigma.match;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The known name that somebody meant: at most two letters away, or the same in other case. */
public final class Nearest {
    private static final int FARTHEST = 2;
    private static final int SHORTEST = 4;

    private Nearest() {}

    public static @Nullable String of(String name, Collection<String> known) {
        String best = null;
        int distance = name.length() < SHORTEST ? 0 : FARTHEST;
        for (String candidate : known) {
            int away = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (away < distance || (away == distance && best == null)) {
                best = candidate;
                distance = away;
            }
        }
        return best;
    }

    private static int distance(String left, String right) {
        if (Math.abs(left.length() - right.length()) > FARTHEST) {
            return FARTHEST + 1;
        }
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int cost = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                int next = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
                diagonal = row[j];
                row[j] = next;
            }
        }
        return row[right.length()];
    }
}
