package io.keywatch.detect.scan.imported;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the matches of a part of an expression.
 *
 * @param maxWidth bytes, saturated at {@link RegexShape#UNBOUNDED}
 * @param lineFeeds how many may be consumed, saturated like the width
 * @param exact all strings that it matches, in lower case; null where they are too many or not ASCII
 * @param factor strings one of which every match contains; null where none is long enough
 */
record Factors(
        long maxWidth,
        long lineFeeds,
        @Nullable Set<String> exact,
        @Nullable Set<String> factor) {
    /** More alternatives than this are not a good filter. */
    private static final int MAX_STRINGS = 64;

    /** Longer literals find no less and make the automaton larger. */
    private static final int MAX_LENGTH = 24;

    /** A single letter stands everywhere. */
    private static final int MIN_LENGTH = 2;

    /** No use in spelling out more repetitions than literals are long. */
    private static final int MAX_UNROLLED = 8;

    static final Factors EMPTY = new Factors(0, 0, Set.of(""), null);

    /** Anything so wide that is no literal. */
    static Factors any(long maxWidth, boolean lineFeed) {
        return new Factors(maxWidth, lineFeed ? 1 : 0, null, null);
    }

    static Factors strings(long maxWidth, boolean lineFeed, Set<String> exact) {
        return new Factors(maxWidth, lineFeed ? 1 : 0, exact.size() > MAX_STRINGS ? null : exact, null);
    }

    /** Literals one of which every match contains, the best known. */
    @Nullable
    Set<String> required() {
        return better(exact, factor);
    }

    static Factors sequence(List<Factors> parts) {
        long width = 0;
        long lineFeeds = 0;
        Set<String> run = Set.of("");
        Set<String> best = null;
        boolean whole = true;
        for (Factors part : parts) {
            width = saturated(width + part.maxWidth);
            lineFeeds = saturated(lineFeeds + part.lineFeeds);
            Set<String> longer = part.exact == null ? null : cross(run, part.exact);
            if (longer != null) {
                run = longer;
                continue;
            }
            whole = false;
            best = better(best, run);
            best = better(best, part.factor);
            run = part.exact == null ? Set.of("") : part.exact;
        }
        return new Factors(width, lineFeeds, whole ? run : null, better(best, run));
    }

    static Factors choice(List<Factors> options) {
        long width = 0;
        long lineFeeds = 0;
        Set<String> exact = new LinkedHashSet<>();
        Set<String> factor = new LinkedHashSet<>();
        for (Factors option : options) {
            width = Math.max(width, option.maxWidth);
            lineFeeds = Math.max(lineFeeds, option.lineFeeds);
            exact = joined(exact, option.exact);
            factor = joined(factor, option.required());
        }
        return new Factors(width, lineFeeds, exact, factor);
    }

    /** @param max negative for no bound */
    Factors repeated(int min, int max) {
        long width = max < 0 ? maxWidth == 0 ? 0 : RegexShape.UNBOUNDED : saturated(maxWidth * max);
        long feeds = max < 0 ? lineFeeds == 0 ? 0 : RegexShape.UNBOUNDED : saturated(lineFeeds * max);
        if (min == 0) {
            Set<String> optional = max == 1 ? joined(new LinkedHashSet<>(Set.of("")), exact) : null;
            return new Factors(width, feeds, max == 0 ? Set.of("") : optional, null);
        }
        if (min == 1 && max == 1) {
            return this;
        }
        Set<String> unrolled = Set.of("");
        for (int i = 0; i < Math.min(min, MAX_UNROLLED) && exact != null && unrolled != null; i++) {
            unrolled = cross(unrolled, exact);
        }
        boolean all = exact != null && unrolled != null && min == max && min <= MAX_UNROLLED;
        return new Factors(width, feeds, all ? unrolled : null, better(exact == null ? null : unrolled, required()));
    }

    private static long saturated(long width) {
        return Math.min(width, RegexShape.UNBOUNDED);
    }

    private static @Nullable Set<String> cross(Set<String> heads, Set<String> tails) {
        if (heads.size() * tails.size() > MAX_STRINGS || longest(heads) + longest(tails) > MAX_LENGTH) {
            return null;
        }
        Set<String> all = new LinkedHashSet<>();
        for (String head : heads) {
            tails.forEach(tail -> all.add(head + tail));
        }
        return all;
    }

    private static @Nullable Set<String> joined(@Nullable Set<String> some, @Nullable Set<String> more) {
        if (some == null || more == null || some.size() + more.size() > MAX_STRINGS) {
            return null;
        }
        some.addAll(more);
        return some;
    }

    private static @Nullable Set<String> better(@Nullable Set<String> a, @Nullable Set<String> b) {
        return score(a) >= score(b) ? (score(a) == 0 ? null : a) : b;
    }

    /** Long first, few second; 0 for what is no filter. */
    private static double score(@Nullable Set<String> literals) {
        if (literals == null || literals.isEmpty()) {
            return 0;
        }
        int shortest = literals.stream().mapToInt(String::length).min().orElse(0);
        return shortest < MIN_LENGTH ? 0 : Math.min(shortest, 8) - 0.02 * literals.size() + 2;
    }

    private static int longest(Set<String> literals) {
        return literals.stream().mapToInt(String::length).max().orElse(0);
    }
}
