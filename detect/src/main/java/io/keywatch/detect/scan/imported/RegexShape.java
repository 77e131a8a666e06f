package io.keywatch.detect.scan.imported;

import java.util.List;

/**
 * What the syntax of an RE2 expression says about all of its matches: where in a text it is enough to look.
 *
 * @param maxWidth bytes of UTF-8 of the widest match; {@link #UNBOUNDED} where there is none
 * @param maxLineFeeds of a match; {@link #UNBOUNDED} where there is no bound
 * @param literals in lower-case ASCII, one of which every match contains, whatever its case; empty where none is known.
 *     The two letters beyond ASCII that RE2 takes for k and s when case does not matter are left out of account
 */
public record RegexShape(int maxWidth, int maxLineFeeds, List<String> literals) {
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** Of an expression that is not understood: it is run over the whole text. */
    static final RegexShape UNKNOWN = new RegexShape(UNBOUNDED, UNBOUNDED, List.of());

    /** Of an expression that RE2J compiles. */
    public static RegexShape of(String regex) {
        try {
            Factors all = new RegexReader(regex).read();
            List<String> literals = all.required() == null
                    ? List.of()
                    : all.required().stream().sorted().toList();
            return new RegexShape(
                    (int) Math.min(all.maxWidth(), UNBOUNDED), (int) Math.min(all.lineFeeds(), UNBOUNDED), literals);
        } catch (RegexReader.NotUnderstood e) {
            return UNKNOWN;
        }
    }

    public boolean bounded() {
        return maxWidth != UNBOUNDED;
    }
}
