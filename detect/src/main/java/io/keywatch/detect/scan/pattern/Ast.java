package io.keywatch.detect.scan.pattern;

import java.util.List;

/** A parsed pattern. Public for the generators of examples. */
public sealed interface Ast {
    /** One byte of a set. */
    record One(ByteSet set) implements Ast {}

    record Sequence(List<Ast> parts) implements Ast {}

    record Choice(List<Ast> options) implements Ast {}

    record Repeat(Ast part, int min, int max, boolean greedy) implements Ast {}

    /** The part that is the secret; at most one in a pattern. */
    record Value(Ast part) implements Ast {}

    /** Consumes nothing: what follows must, or must not, match. */
    record Ahead(Ast part, boolean wanted) implements Ast {}

    /** Consumes nothing: the byte before must, or must not, be in the set; the start of input is in no set. */
    record Behind(ByteSet set, boolean wanted) implements Ast {}

    /** Edge of a word, as {@code \b}. */
    record Edge() implements Ast {}

    /** Start ({@code ^}) or end ({@code $}) of a line. */
    record LineEdge(boolean start) implements Ast {}

    /** Fewest bytes that match. */
    default int minWidth() {
        return switch (this) {
            case One one -> 1;
            case Sequence s -> s.parts().stream().mapToInt(Ast::minWidth).sum();
            case Choice c -> c.options().stream().mapToInt(Ast::minWidth).min().orElse(0);
            case Repeat r -> r.min() * r.part().minWidth();
            case Value v -> v.part().minWidth();
            case Ahead a -> 0;
            case Behind b -> 0;
            case Edge e -> 0;
            case LineEdge e -> 0;
        };
    }

    /** Most bytes that match; every repetition is bounded. */
    default int maxWidth() {
        return switch (this) {
            case One one -> 1;
            case Sequence s -> s.parts().stream().mapToInt(Ast::maxWidth).sum();
            case Choice c -> c.options().stream().mapToInt(Ast::maxWidth).max().orElse(0);
            case Repeat r -> r.max() * r.part().maxWidth();
            case Value v -> v.part().maxWidth();
            case Ahead a -> 0;
            case Behind b -> 0;
            case Edge e -> 0;
            case LineEdge e -> 0;
        };
    }
}
