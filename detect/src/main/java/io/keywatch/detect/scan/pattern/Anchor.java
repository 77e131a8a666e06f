package io.keywatch.detect.scan.pattern;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A literal that every match of a pattern contains, and how far from the start of the match it stands: what the one
 * pass over all bytes looks for.
 *
 * @param literal lower case; the pass does not tell cases apart, the pattern does
 */
public record Anchor(String literal, int minBefore, int maxBefore) {
    /** More alternatives than this are not a good filter. */
    private static final int MAX_LITERALS = 64;

    /** Longer literals find no less and make the automaton larger. */
    private static final int MAX_LENGTH = 12;

    private static final int MIN_LENGTH = 2;

    /**
     * The best set of anchors: long, close to the start, at a known distance.
     *
     * @param wanted how one of them must begin, to choose a place; empty for the best
     * @return empty when the pattern has no literal part
     */
    public static List<Anchor> of(Ast ast, String wanted) {
        Ast top = ast instanceof Ast.Value(Ast part) ? part : ast;
        if (top instanceof Ast.Choice(List<Ast> options)) {
            List<Anchor> all = new ArrayList<>();
            for (Ast option : options) {
                List<Anchor> some = of(option, wanted);
                if (some.isEmpty()) {
                    return List.of();
                }
                all.addAll(some);
            }
            return all.stream().distinct().toList();
        }
        List<Ast> parts = flatten(top);
        List<Anchor> best = List.of();
        double bestScore = 0;
        int min = 0;
        int max = 0;
        for (int i = 0; i < parts.size(); i++) {
            Set<String> literals = expand(parts, i);
            double score = score(literals, min, max);
            boolean fits = wanted.isEmpty() || literals.stream().anyMatch(l -> l.startsWith(wanted));
            if (fits && score > bestScore) {
                bestScore = score;
                int from = min;
                int to = max;
                best = literals.stream().map(l -> new Anchor(l, from, to)).toList();
            }
            min += parts.get(i).minWidth();
            max += parts.get(i).maxWidth();
        }
        return best;
    }

    private static double score(Set<String> literals, int minBefore, int maxBefore) {
        int shortest = literals.stream().mapToInt(String::length).min().orElse(0);
        if (shortest < MIN_LENGTH) {
            return 0;
        }
        double score = Math.min(shortest, 8) - 0.02 * literals.size() - 0.01 * minBefore;
        if (literals.stream().anyMatch(l -> l.contains("http"))) {
            score = Math.min(score, 3);
        }
        // an unknown distance costs an attempt for each possible start
        return Math.max(score - 0.05 * (maxBefore - minBefore), 0.01);
    }

    private static List<Ast> flatten(Ast ast) {
        List<Ast> flat = new ArrayList<>();
        switch (ast) {
            case Ast.Sequence(List<Ast> parts) -> parts.forEach(p -> flat.addAll(flatten(p)));
            case Ast.Value(Ast part) -> flat.addAll(flatten(part));
            case Ast.Repeat(Ast part, int min, int max, boolean greedy)
            when min == max && max <= MAX_LENGTH -> {
                for (int i = 0; i < min; i++) {
                    flat.addAll(flatten(part));
                }
            }
            default -> flat.add(ast);
        }
        return flat;
    }

    /** All literals that can stand at this part, as far as they go on. */
    private static Set<String> expand(List<Ast> parts, int from) {
        Set<String> literals = Set.of("");
        for (int i = from; i < parts.size(); i++) {
            Set<String> here = literals(parts.get(i));
            int shortest = literals.stream().mapToInt(String::length).min().orElse(0);
            if (here.isEmpty() || literals.size() * here.size() > MAX_LITERALS || shortest >= MAX_LENGTH) {
                break;
            }
            // widening an already good filter by many alternatives does not pay
            if (shortest >= 4 && here.size() > 4) {
                break;
            }
            Set<String> longer = new LinkedHashSet<>();
            for (String head : literals) {
                here.forEach(tail -> longer.add(head + tail));
            }
            literals = longer;
        }
        return literals;
    }

    /** The strings a part stands for; empty when it stands for too many. Parts of no width stand for "". */
    private static Set<String> literals(Ast ast) {
        return switch (ast) {
            case Ast.One(ByteSet set) -> members(set);
            case Ast.Sequence(List<Ast> parts) -> {
                Set<String> all = Set.of("");
                for (Ast part : parts) {
                    Set<String> here = literals(part);
                    if (here.isEmpty() || all.size() * here.size() > MAX_LITERALS) {
                        yield Set.of();
                    }
                    Set<String> longer = new LinkedHashSet<>();
                    for (String head : all) {
                        here.forEach(tail -> longer.add(head + tail));
                    }
                    all = longer;
                }
                yield all;
            }
            case Ast.Choice(List<Ast> options) -> {
                Set<String> all = new LinkedHashSet<>();
                for (Ast option : options) {
                    Set<String> here = literals(option);
                    if (here.isEmpty()) {
                        yield Set.of();
                    }
                    all.addAll(here);
                }
                yield all;
            }
            case Ast.Value(Ast part) -> literals(part);
            case Ast.Repeat(Ast part, int min, int max, boolean greedy)
            when min == 0 && max == 1 -> {
                Set<String> here = literals(part);
                if (here.isEmpty()) {
                    yield Set.of();
                }
                Set<String> all = new LinkedHashSet<>(here);
                all.add("");
                yield all;
            }
            case Ast.Repeat r -> Set.of();
            case Ast.Ahead a -> Set.of("");
            case Ast.Behind b -> Set.of("");
            case Ast.Edge e -> Set.of("");
            case Ast.LineEdge e -> Set.of("");
        };
    }

    private static Set<String> members(ByteSet set) {
        int sole = set.soleLowerCase();
        if (sole >= 0) {
            return Set.of(String.valueOf((char) sole));
        }
        if (set.size() > 8) {
            return Set.of();
        }
        Set<String> all = new LinkedHashSet<>();
        for (int i = 0; i < set.size(); i++) {
            int c = set.member(i);
            all.add(String.valueOf((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
        }
        return all;
    }
}
