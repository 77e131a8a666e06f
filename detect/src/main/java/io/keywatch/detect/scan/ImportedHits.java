package io.keywatch.detect.scan;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Where literals of users' rules stand in one text. Used by one thread. */
final class ImportedHits {
    /** With more, looking at all of the text costs no more than at each place. */
    static final int MAX_PLACES = 1 << 15;

    private static final long END = 0xffff_ffffL;

    private static final long[] NONE = new long[0];

    private final BitSet open = new BitSet();
    private final Map<Integer, Places> places = new HashMap<>();

    void open(int rule) {
        open.set(rule);
    }

    boolean isOpen(int rule) {
        return open.get(rule);
    }

    void add(int rule, int start, int end) {
        places.computeIfAbsent(rule, r -> new Places()).add(start, end);
    }

    boolean any(int rule) {
        return places.containsKey(rule);
    }

    boolean tooMany(int rule) {
        Places there = places.get(rule);
        return there != null && there.size > MAX_PLACES;
    }

    /** By their starts, packed: see {@link #start} and {@link #end}. Not to be changed. */
    long[] sorted(int rule) {
        Places there = places.get(rule);
        return there == null ? NONE : there.sorted();
    }

    /** Whether one lies within. */
    boolean anyWithin(int rule, int from, int to) {
        long[] all = sorted(rule);
        int at = Arrays.binarySearch(all, (long) from << 32);
        for (int i = at < 0 ? -at - 1 : at; i < all.length && start(all[i]) < to; i++) {
            if (end(all[i]) <= to) {
                return true;
            }
        }
        return false;
    }

    static int start(long place) {
        return (int) (place >>> 32);
    }

    static int end(long place) {
        return (int) (place & END);
    }

    private static final class Places {
        private long[] packed = new long[16];
        private int size;
        private boolean inOrder;

        void add(int start, int end) {
            if (size > MAX_PLACES) {
                return;
            }
            if (size == packed.length) {
                packed = Arrays.copyOf(packed, size * 2);
            }
            packed[size++] = (long) start << 32 | end;
            inOrder = false;
        }

        long[] sorted() {
            if (!inOrder) {
                packed = Arrays.copyOf(packed, size);
                Arrays.sort(packed);
                inOrder = true;
            }
            return packed;
        }
    }
}
