package io.keywatch.detect.scan.pattern;

import io.keywatch.detect.scan.pattern.BytePattern.Attempt;
import java.util.List;

/** A pattern as a chain of nodes, each of which knows what comes after it. */
abstract class Node {
    static final Node ACCEPT = new Node() {
        @Override
        int match(Attempt a, int i) {
            return i;
        }
    };

    /** End of the match, or -1. */
    abstract int match(Attempt a, int i);

    static Node compile(Ast ast, Node next) {
        return switch (ast) {
            case Ast.One(ByteSet set) -> new One(set, next);
            case Ast.Sequence(List<Ast> parts) -> {
                Node node = next;
                for (int i = parts.size() - 1; i >= 0; i--) {
                    node = compile(parts.get(i), node);
                }
                yield node;
            }
            case Ast.Choice(List<Ast> options) ->
                new Choice(options.stream().map(o -> compile(o, next)).toArray(Node[]::new));
            case Ast.Repeat(Ast.One(ByteSet set), int min, int max, boolean greedy) ->
                new Run(set, min, max, greedy, next);
            case Ast.Repeat r -> repeat(r, next);
            case Ast.Value(Ast part) -> new Open(compile(part, new Close(next)));
            case Ast.Ahead(Ast part, boolean wanted) -> new Ahead(compile(part, ACCEPT), wanted, next);
            case Ast.Behind(ByteSet set, boolean wanted) -> new Behind(set, wanted, next);
            case Ast.Edge() -> new Edge(next);
            case Ast.LineEdge(boolean start) -> new LineEdge(start, next);
        };
    }

    /** Unrolled: bounds are small wherever more than one byte repeats. */
    private static Node repeat(Ast.Repeat r, Node next) {
        Node node = next;
        for (int i = r.min(); i < r.max(); i++) {
            Node more = compile(r.part(), node);
            node = new Choice(r.greedy() ? new Node[] {more, next} : new Node[] {next, more});
        }
        for (int i = 0; i < r.min(); i++) {
            node = compile(r.part(), node);
        }
        return node;
    }

    private static final class One extends Node {
        private final ByteSet set;
        private final Node next;

        One(ByteSet set, Node next) {
            this.set = set;
            this.next = next;
        }

        @Override
        int match(Attempt a, int i) {
            return i < a.limit && set.has(a.bytes[i]) && a.spend() ? next.match(a, i + 1) : -1;
        }
    }

    private static final class Run extends Node {
        private final ByteSet set;
        private final int min;
        private final int max;
        private final boolean greedy;
        private final Node next;

        Run(ByteSet set, int min, int max, boolean greedy, Node next) {
            this.set = set;
            this.min = min;
            this.max = max;
            this.greedy = greedy;
            this.next = next;
        }

        @Override
        int match(Attempt a, int i) {
            int bound = greedy ? max : min;
            int end = take(a, i, i, bound);
            if (end - i < min) {
                return -1;
            }
            if (greedy) {
                for (int e = end; e >= i + min; e--) {
                    int m = a.spend() ? next.match(a, e) : -1;
                    if (m >= 0) {
                        return m;
                    }
                }
                return -1;
            }
            while (true) {
                int m = a.spend() ? next.match(a, end) : -1;
                if (m >= 0) {
                    return m;
                }
                int more = end - i < max ? take(a, end, end, 1) : end;
                if (more == end) {
                    return -1;
                }
                end = more;
            }
        }

        private int take(Attempt a, int from, int i, int count) {
            int stop = (int) Math.min((long) from + count, a.limit);
            int e = i;
            byte[] bytes = a.bytes;
            while (e < stop && set.has(bytes[e])) {
                e++;
            }
            // one step for eight bytes: a byte here costs far less than a node
            a.steps -= (e - i) >> 3;
            return e;
        }
    }

    private static final class Choice extends Node {
        private final Node[] options;

        Choice(Node[] options) {
            this.options = options;
        }

        @Override
        int match(Attempt a, int i) {
            for (Node option : options) {
                int end = a.spend() ? option.match(a, i) : -1;
                if (end >= 0) {
                    return end;
                }
            }
            return -1;
        }
    }

    private static final class Open extends Node {
        private final Node next;

        Open(Node next) {
            this.next = next;
        }

        @Override
        int match(Attempt a, int i) {
            int outer = a.valueStart;
            a.valueStart = i;
            int end = next.match(a, i);
            if (end < 0) {
                a.valueStart = outer;
            }
            return end;
        }
    }

    private static final class Close extends Node {
        private final Node next;

        Close(Node next) {
            this.next = next;
        }

        @Override
        int match(Attempt a, int i) {
            int outer = a.valueEnd;
            a.valueEnd = i;
            int end = next.match(a, i);
            if (end < 0) {
                a.valueEnd = outer;
            }
            return end;
        }
    }

    private static final class Ahead extends Node {
        private final Node part;
        private final boolean wanted;
        private final Node next;

        Ahead(Node part, boolean wanted, Node next) {
            this.part = part;
            this.wanted = wanted;
            this.next = next;
        }

        @Override
        int match(Attempt a, int i) {
            return (part.match(a, i) >= 0) == wanted ? next.match(a, i) : -1;
        }
    }

    private static final class Behind extends Node {
        private final ByteSet set;
        private final boolean wanted;
        private final Node next;

        Behind(ByteSet set, boolean wanted, Node next) {
            this.set = set;
            this.wanted = wanted;
            this.next = next;
        }

        @Override
        int match(Attempt a, int i) {
            boolean there = i > 0 && set.has(a.bytes[i - 1]);
            return there == wanted ? next.match(a, i) : -1;
        }
    }

    private static final class Edge extends Node {
        private final Node next;

        Edge(Node next) {
            this.next = next;
        }

        @Override
        int match(Attempt a, int i) {
            boolean before = i > 0 && ByteSet.WORD.has(a.bytes[i - 1]);
            boolean after = i < a.limit && ByteSet.WORD.has(a.bytes[i]);
            return before != after ? next.match(a, i) : -1;
        }
    }

    private static final class LineEdge extends Node {
        private final boolean start;
        private final Node next;

        LineEdge(boolean start, Node next) {
            this.start = start;
            this.next = next;
        }

        @Override
        int match(Attempt a, int i) {
            boolean here =
                    start ? i == 0 || a.bytes[i - 1] == '\n' : i == a.limit || a.bytes[i] == '\n' || a.bytes[i] == '\r';
            return here ? next.match(a, i) : -1;
        }
    }
}
