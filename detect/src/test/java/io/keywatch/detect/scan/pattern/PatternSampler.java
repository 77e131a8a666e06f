package io.keywatch.detect.scan.pattern;

import java.util.List;
import java.util.random.RandomGenerator;

/** Makes a text that a pattern matches: the examples of rules are generated, never committed. */
public final class PatternSampler {
    /** Optional repetitions are taken a few times, not to their bound. */
    private static final int EXTRA = 12;

    private PatternSampler() {}

    public static String sample(Ast ast, RandomGenerator random) {
        StringBuilder out = new StringBuilder();
        append(ast, random, out);
        return out.toString();
    }

    /** The part that is the secret, for a pattern with a value group; otherwise the whole. */
    private static void append(Ast ast, RandomGenerator random, StringBuilder out) {
        switch (ast) {
            case Ast.One(ByteSet set) -> out.append(member(set, random));
            case Ast.Sequence(List<Ast> parts) -> parts.forEach(p -> append(p, random, out));
            case Ast.Choice(List<Ast> options) -> append(options.get(random.nextInt(options.size())), random, out);
            case Ast.Repeat r -> {
                int most = Math.min(r.max(), r.min() + EXTRA);
                int times = r.min() + random.nextInt(most - r.min() + 1);
                for (int i = 0; i < times; i++) {
                    append(r.part(), random, out);
                }
            }
            case Ast.Value(Ast part) -> append(part, random, out);
            case Ast.Ahead a -> {
                if (a.wanted()) {
                    append(a.part(), random, out);
                }
            }
            case Ast.Behind b -> {}
            case Ast.Edge e -> {}
            case Ast.LineEdge e -> {}
        }
    }

    private static char member(ByteSet set, RandomGenerator random) {
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
