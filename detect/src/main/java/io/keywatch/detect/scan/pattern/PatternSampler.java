package io.keywatch.detect.scan.pattern;

import java.util.List;
import java.util.random.RandomGenerator;

/** Makes a text that a pattern matches, for the examples of rules, which are generated and never committed, and for benches. */
public final class PatternSampler {
    /** Optional repetitions are taken a few times, not to their bound. */
    private static final int EXTRA = 12;

    private final RandomGenerator random;
    private final int extra;
    private final StringBuilder out = new StringBuilder();

    private PatternSampler(RandomGenerator random, int extra) {
        this.random = random;
        this.extra = extra;
    }

    public static String sample(Ast ast, RandomGenerator random) {
        return new PatternSampler(random, EXTRA).of(ast);
    }

    /** With no repetition more than has to be. */
    public static String shortest(Ast ast, RandomGenerator random) {
        return new PatternSampler(random, 0).of(ast);
    }

    private String of(Ast ast) {
        append(ast);
        return out.toString();
    }

    private void append(Ast ast) {
        switch (ast) {
            case Ast.One(ByteSet set) -> out.append(member(set));
            case Ast.Sequence(List<Ast> parts) -> parts.forEach(this::append);
            case Ast.Choice(List<Ast> options) -> append(options.get(random.nextInt(options.size())));
            case Ast.Repeat r -> {
                int most = Math.min(r.max(), r.min() + extra);
                int times = r.min() + random.nextInt(most - r.min() + 1);
                for (int i = 0; i < times; i++) {
                    append(r.part());
                }
            }
            case Ast.Value(Ast part) -> append(part);
            case Ast.Ahead a -> {
                if (a.wanted()) {
                    append(a.part());
                }
            }
            case Ast.Behind b -> {}
            case Ast.Edge e -> {}
            case Ast.LineEdge e -> {}
        }
    }

    private char member(ByteSet set) {
        for (int i = 0; i < 200; i++) {
            char c = (char) set.member(random.nextInt(set.size()));
            // of a wide set take what people type
            if (set.size() < 80 || (c < 0x80 && ByteSet.ALNUM.has(c))) {
                return c;
            }
        }
        throw new IllegalStateException("no printable member");
    }
}
