package io.keywatch.detect.scan.pattern;

import io.keywatch.detect.scan.pattern.BytePattern.Attempt;
import java.util.List;

/** A pattern as a chain of nodes, each of which knows what comes after it. Immutable. */
abstract class Node {
    static final Node ACCEPT = new Node(ByteSet.ALL, true) {
        @Override
        int match(Attempt a, int i) {
            return i;
        }
    };

    /** No match begins with a byte that is not in it. */
    private final ByteSet starts;
    /** Whether there may be a match at the limit, where no byte is left. */
    private final boolean atLimit;

    /** Whether every match begins a line. */
    private final boolean lineStart;

    private Node(ByteSet starts, boolean atLimit) {
        this(starts, atLimit, false);
    }

    private Node(ByteSet starts, boolean atLimit, boolean lineStart) {
        this.starts = starts;
        this.atLimit = atLimit;
        this.lineStart = lineStart;
    }

    /** End of the match, or -1. */
    abstract int match(Attempt a, int i);

    /** Whether {@link #match} there is worth the call. */
    final boolean possible(Attempt a, int i) {
        return i < a.limit ? starts.has(a.bytes[i]) && (!lineStart || lineStarts(a.bytes, i)) : atLimit;
    }

    final boolean mayBegin(byte b) {
        return starts.has(b);
    }

    private static boolean lineStarts(byte[] bytes, int i) {
        return i == 0 || bytes[i - 1] == '\n';
    }

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
                greedy ? new Greedy(set, min, max, next) : new Lazy(set, min, max, next);
            case Ast.Repeat r -> repeat(r, next);
            case Ast.Value(Ast part) -> new Open(compile(part, new Close(next)));
            case Ast.Ahead(Ast.One(ByteSet set), boolean wanted) when !wanted -> new NotBefore(set, next);
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
            super(set, false);
            this.set = set;
            this.next = next;
        }

        @Override
        int match(Attempt a, int i) {
            return i < a.limit && set.has(a.bytes[i]) && a.spend() ? next.match(a, i + 1) : -1;
        }
    }

    /** As many as there are, then fewer. */
    private static final class Greedy extends Node {
        /** From this many on the end of a run is remembered: many attempts may begin within it. */
        private static final int LONG = 64;

        private final ByteSet set;
        private final int min;
        private final int max;
        private final Node next;
        /** Whether what follows can begin with no byte of the set, so that it stands at the end of the run or nowhere. */
        private final boolean all;

        Greedy(ByteSet set, int min, int max, Node next) {
            super(min == 0 ? set.or(next.starts) : set, min == 0 && next.atLimit);
            this.set = set;
            this.min = min;
            this.max = max;
            this.next = next;
            this.all = !set.meets(next.starts);
        }

        @Override
        int match(Attempt a, int i) {
            int end = take(a, i);
            if (end - i < min) {
                return -1;
            }
            int first = all ? end : i + min;
            for (int e = end; e >= first; e--) {
                if (next.possible(a, e)) {
                    int m = a.spend() ? next.match(a, e) : -1;
                    if (m >= 0) {
                        return m;
                    }
                }
            }
            a.steps -= (end - first) >> 3;
            return -1;
        }

        private int take(Attempt a, int from) {
            int stop = (int) Math.min((long) from + max, a.limit);
            int known = max < LONG ? from : Math.min(stop, a.runs.endOf(this, from));
            byte[] bytes = a.bytes;
            int e = known;
            while (e < stop && set.has(bytes[e])) {
                e++;
            }
            if (max >= LONG) {
                a.runs.remember(this, from, e);
            }
            // one step for eight bytes: a byte here costs far less than a node. Known or not: what is found must not
            // depend on what was looked at before
            a.steps -= (e - from) >> 3;
            return e;
        }
    }

    /** As few as will do, then more. */
    private static final class Lazy extends Node {
        private final ByteSet set;
        private final int min;
        private final int max;
        private final Node next;

        Lazy(ByteSet set, int min, int max, Node next) {
            super(min == 0 ? set.or(next.starts) : set, min == 0 && next.atLimit);
            this.set = set;
            this.min = min;
            this.max = max;
            this.next = next;
        }

        @Override
        int match(Attempt a, int i) {
            int stop = (int) Math.min((long) i + max, a.limit);
            byte[] bytes = a.bytes;
            int end = i;
            while (end - i < min) {
                if (end >= stop || !set.has(bytes[end])) {
                    return -1;
                }
                end++;
            }
            while (true) {
                if (next.possible(a, end)) {
                    int m = a.spend() ? next.match(a, end) : -1;
                    if (m >= 0) {
                        return m;
                    }
                }
                if (end >= stop || !set.has(bytes[end])) {
                    a.steps -= (end - i) >> 3;
                    return -1;
                }
                end++;
            }
        }
    }

    private static final class Choice extends Node {
        private final Node[] options;

        Choice(Node[] options) {
            super(starts(options), atLimit(options));
            this.options = options;
        }

        private static ByteSet starts(Node[] options) {
            ByteSet any = options[0].starts;
            for (Node option : options) {
                any = any.or(option.starts);
            }
            return any;
        }

        private static boolean atLimit(Node[] options) {
            for (Node option : options) {
                if (option.atLimit) {
                    return true;
                }
            }
            return false;
        }

        @Override
        int match(Attempt a, int i) {
            for (Node option : options) {
                int end = option.possible(a, i) && a.spend() ? option.match(a, i) : -1;
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
            super(next.starts, next.atLimit);
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
            super(next.starts, next.atLimit);
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

    /** No byte of the set follows: the look-ahead at the end of nearly every rule. */
    private static final class NotBefore extends Node {
        private final ByteSet set;
        private final Node next;

        NotBefore(ByteSet set, Node next) {
            super(next.starts.minus(set), next.atLimit);
            this.set = set;
            this.next = next;
        }

        @Override
        int match(Attempt a, int i) {
            return i >= a.limit || !set.has(a.bytes[i]) ? next.match(a, i) : -1;
        }
    }

    private static final class Ahead extends Node {
        private final Node part;
        private final boolean wanted;
        private final Node next;

        Ahead(Node part, boolean wanted, Node next) {
            super(next.starts, next.atLimit);
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
            super(next.starts, next.atLimit);
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
            super(next.starts, next.atLimit);
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
            super(next.starts, next.atLimit, start);
            this.start = start;
            this.next = next;
        }

        @Override
        int match(Attempt a, int i) {
            boolean here = start ? lineStarts(a.bytes, i) : i == a.limit || a.bytes[i] == '\n' || a.bytes[i] == '\r';
            return here ? next.match(a, i) : -1;
        }
    }
}
