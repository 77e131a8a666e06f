package io.keywatch.detect.scan.imported;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the matches of a part of an expression.
 *
 * @param maxWidth bytes, saturated at {@link RegexShape#UNBOUNDED}
 * @param lineFeed whether one may be consumed
 * @param exact all strings that it matches, in lower case; null where they are too many or not ASCII
 * @param factor strings one of which every match contains; null where none is long enough
 */
record Factors(
        long maxWidth,
        boolean lineFeed,
        @Nullable Set<String> exact,
        @Nullable Set<String> factor) {
    /** More alternatives than this are not a good filter. */
    private static final int MAX_STRINGS = 64;

    /** Longer literals find no less and make the automaton larger. */
    private static final int MAX_LENGTH = 24;

    /** A shorter literal stands everywhere. */
    private static final int MIN_LENGTH = 3;

    /** No use in spelling out more repetitions than literals are long. */
    private static final int MAX_UNROLLED = 8;

    static final Factors EMPTY = new Factors(0, false, Set.of(""), null);

    /** Anything so wide that is no literal. */
    static Factors any(long maxWidth, boolean lineFeed) {
        return new Factors(maxWidth, lineFeed, null, null);
    }

    static Factors strings(long maxWidth, boolean lineFeed, Set<String> exact) {
        return new Factors(maxWidth, lineFeed, exact.size() > MAX_STRINGS ? null : exact, null);
    }

    /** Literals one of which every match contains, the best known. */
    @Nullable
    Set<String> required() {
        return better(exact, factor);
    }

    static Factors sequence(List<Factors> parts) {
        long width = 0;
        boolean lineFeed = false;
        Set<String> run = Set.of("");
        Set<String> best = null;
        boolean whole = true;
        for (Factors part : parts) {
            width = saturated(width + part.maxWidth);
            lineFeed |= part.lineFeed;
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
        return new Factors(width, lineFeed, whole ? run : null, better(best, run));
    }

    static Factors choice(List<Factors> options) {
        long width = 0;
        boolean lineFeed = false;
        Set<String> exact = new LinkedHashSet<>();
        Set<String> factor = new LinkedHashSet<>();
        for (Factors option : options) {
            width = Math.max(width, option.maxWidth);
            lineFeed |= option.lineFeed;
            exact = joined(exact, option.exact);
            factor = joined(factor, option.required());
        }
        return new Factors(width, lineFeed, exact, factor);
    }

    /** @param max negative for no bound */
    Factors repeated(int min, int max) {
        long width = max < 0 ? maxWidth == 0 ? 0 : RegexShape.UNBOUNDED : saturated(maxWidth * max);
        boolean feeds = lineFeed && max != 0;
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
