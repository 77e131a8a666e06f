package io.keywatch.detect.scan.pattern;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far runs of one text are known to reach. Where a rule's literal stands again and again within one long run, each
 * attempt would read the rest of the run once more; with this every byte of it is read once. Used by one thread.
 */
@SuppressWarnings("ReferenceEquality") // a node of the pattern, not one like it
final class LongRuns {
    /** Patterns whose attempts alternate over one run: those with a common literal. */
    private static final int SLOTS = 16;

    private final @Nullable Node[] nodes = new Node[SLOTS];
    private final int[] from = new int[SLOTS];
    private final int[] to = new int[SLOTS];
    private boolean used;

    /** Of another text nothing is known. */
    void clear() {
        if (used) {
            Arrays.fill(nodes, null);
            used = false;
        }
    }

    /** All of {@code [at, endOf)} belongs to the run of that node. */
    int endOf(Node node, int at) {
        int slot = slot(node);
        return nodes[slot] == node && from[slot] <= at && at < to[slot] ? to[slot] : at;
    }

    /** All of {@code [start, end)} belongs to the run of that node. */
    void remember(Node node, int start, int end) {
        int slot = slot(node);
        boolean longer = nodes[slot] == node && from[slot] <= start && start <= to[slot];
        if (!longer) {
            nodes[slot] = node;
            from[slot] = start;
            to[slot] = end;
        } else if (end > to[slot]) {
            to[slot] = end;
        }
        used = true;
    }

    private static int slot(Node node) {
        return System.identityHashCode(node) & (SLOTS - 1);
    }
}
