package io.keywatch.detect.scan.pattern;

import org.jspecify.annotations.Nullable;

/**
 * A compiled pattern, matched at one place: never a search. Backtracking, but over bounded widths, and each attempt
 * has a budget of steps, so that no input makes it slow. Thread-safe; the {@link Attempt} is not.
 */
public final class BytePattern {
    /**
     * Steps of one attempt. The widest rule needs about 6,000 for a match; random and adversarial text fails long
     * before.
     */
    static final int MAX_STEPS = 20_000;

    private final String source;
    private final Ast ast;
    private final @Nullable ByteSet notFollowedBy;
    /** Made at the first attempt: most rules never see their literal. Nodes are immutable, so that any thread may. */
    private @Nullable Node start;

    private BytePattern(String source, Ast ast, @Nullable ByteSet notFollowedBy) {
        this.source = source;
        this.ast = ast;
        this.notFollowedBy = notFollowedBy;
    }

    /** @throws IllegalArgumentException naming the rule and the position */
    public static BytePattern compile(String ruleId, String pattern) {
        return new BytePattern(pattern, new PatternParser(ruleId, pattern).parse(), null);
    }

    /** The same pattern, matching only where no byte of the set follows. */
    public BytePattern notBefore(ByteSet following) {
        return new BytePattern(source, ast, following);
    }

    private Node start() {
        Node made = start;
        if (made == null) {
            Node end = notFollowedBy == null
                    ? Node.ACCEPT
                    : Node.compile(new Ast.Ahead(new Ast.One(notFollowedBy), false), Node.ACCEPT);
            made = Node.compile(ast, end);
            start = made;
        }
        return made;
    }

    public Ast ast() {
        return ast;
    }

    public String source() {
        return source;
    }

    public int maxWidth() {
        return ast.maxWidth();
    }

    /** Whether a match can begin with the byte: most places around a literal are told apart by it alone. */
    public boolean mayBegin(byte b) {
        return start().mayBegin(b);
    }

    /**
     * Matches at {@code from}, reading no byte at or after {@code limit}.
     *
     * @return end of the match, or -1; where the value is, is in {@code attempt}
     */
    public int matchAt(byte[] bytes, int from, int limit, Attempt attempt) {
        attempt.reset(bytes, limit);
        Node first = start();
        int end = first.possible(attempt, from) ? first.match(attempt, from) : -1;
        attempt.count(1 + MAX_STEPS - attempt.steps);
        if (end >= 0 && attempt.valueStart < 0) {
            attempt.valueStart = from;
            attempt.valueEnd = end;
        }
        return end;
    }

    /** Working memory of {@link #matchAt}; one per thread, reused. */
    public static final class Attempt {
        byte[] bytes = new byte[0];
        int limit;
        int steps;
        int valueStart;
        int valueEnd;
        final LongRuns runs = new LongRuns();
        private long used;
        private boolean exhausted;

        @SuppressWarnings("ReferenceEquality") // the same text, not an equal one
        void reset(byte[] newBytes, int newLimit) {
            if (bytes != newBytes) {
                bytes = newBytes;
                runs.clear();
            }
            limit = newLimit;
            steps = MAX_STEPS;
            valueStart = -1;
            valueEnd = -1;
        }

        boolean spend() {
            if (--steps < 0) {
                exhausted = true;
                steps = 0;
                return false;
            }
            return true;
        }

        /** Adds work that was done around an attempt. */
        public void count(int more) {
            used += more;
        }

        public int valueStart() {
            return valueStart;
        }

        public int valueEnd() {
            return valueEnd;
        }

        /** Steps of all attempts so far: the work counter of tests. */
        public long steps() {
            return used;
        }

        /** Whether any attempt ran out of steps, so that a match may have been missed. */
        public boolean exhausted() {
            return exhausted;
        }
    }

    @Override
    public String toString() {
        return source;
    }
}
