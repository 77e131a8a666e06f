package io.keywatch.detect.scan.literal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Finds all occurrences of all literals in one pass, whatever their case: a dense Aho-Corasick automaton over classes
 * of bytes. Immutable.
 *
 * <p>A step of the automaton waits for the one before (about five cycles from the first-level cache), so one pass
 * runs {@value #LANES} automata side by side over neighbouring parts, each of which warms up on the end of the part
 * before it.
 */
public final class LiteralIndex {
    /** Four chains hide the load latency; more run out of registers. */
    private static final int LANES = 4;

    /** Bytes of all lanes together: the hits of a block stay in the cache until they are verified. */
    private static final int BLOCK = 1 << 18;

    private final byte[] classes = new byte[256];
    /** Transitions, indexed by state + class; a state is its row's offset. */
    private final int[] next;
    /** States from here on end a literal. */
    private final int firstAccepting;

    private final int shift;
    /** Literals that end in an accepting state, longest first. */
    private final int[][] endings;

    private final int[] lengths;
    private final int longest;

    /** Called in no particular order within a block of bytes; blocks come in order. */
    @FunctionalInterface
    public interface Hit {
        /** @param end exclusive end of the literal's occurrence */
        void at(int literal, int end);
    }

    private LiteralIndex(List<String> literals) {
        this.lengths = literals.stream().mapToInt(String::length).toArray();
        this.longest = Arrays.stream(lengths).max().orElse(1);
        TreeSet<Character> alphabet = new TreeSet<>();
        literals.forEach(l -> l.chars().forEach(c -> alphabet.add((char) c)));
        int classCount = 1;
        for (char c : alphabet) {
            classes[c] = (byte) classCount;
            if (c >= 'a' && c <= 'z') {
                classes[c - 32] = (byte) classCount;
            }
            classCount++;
        }
        this.shift = 32 - Integer.numberOfLeadingZeros(classCount - 1);
        Trie trie = new Trie(1 << shift);
        for (int i = 0; i < literals.size(); i++) {
            trie.add(literals.get(i), i, classes);
        }
        trie.link();

        int states = trie.size();
        int[] order = new int[states];
        int plain = 0;
        for (int s = 0; s < states; s++) {
            if (trie.endings(s).isEmpty()) {
                order[s] = plain++;
            }
        }
        int accepting = plain;
        this.endings = new int[states - plain][];
        for (int s = 0; s < states; s++) {
            if (!trie.endings(s).isEmpty()) {
                order[s] = accepting;
                endings[accepting - plain] =
                        trie.endings(s).stream().mapToInt(Integer::intValue).toArray();
                accepting++;
            }
        }
        this.firstAccepting = plain << shift;
        this.next = new int[states << shift];
        for (int s = 0; s < states; s++) {
            for (int c = 0; c < classCount; c++) {
                next[(order[s] << shift) + c] = order[trie.next(s, c)] << shift;
            }
        }
    }

    /** @param literals ASCII, lower case, not empty; the n-th is reported as n */
    public static LiteralIndex of(List<String> literals) {
        for (String literal : literals) {
            boolean plain = !literal.isEmpty() && literal.chars().allMatch(c -> c < 0x80 && !(c >= 'A' && c <= 'Z'));
            if (!plain) {
                throw new IllegalArgumentException("a literal must be lower-case ASCII and not empty");
            }
        }
        return new LiteralIndex(List.copyOf(literals));
    }

    public int length(int literal) {
        return lengths[literal];
    }

    public int states() {
        return next.length >> shift;
    }

    /**
     * Reports every occurrence of a literal in {@code bytes[from, to)}.
     *
     * @param keepGoing asked before each block; false stops the pass
     * @return the offset up to which all was reported
     */
    public int scan(byte[] bytes, int from, int to, Hit hit, java.util.function.BooleanSupplier keepGoing) {
        Found[] found = new Found[LANES];
        Arrays.setAll(found, i -> new Found());
        int at = from;
        while (at < to) {
            if (!keepGoing.getAsBoolean()) {
                return at;
            }
            int end = to - at <= BLOCK ? to : at + BLOCK;
            block(bytes, from, at, end, found);
            for (Found lane : found) {
                lane.drain(this, hit);
            }
            at = end;
        }
        return at;
    }

    private void block(byte[] bytes, int from, int start, int end, Found[] found) {
        int lane = (end - start) / LANES;
        int p1 = start + lane;
        int p2 = p1 + lane;
        int p3 = p2 + lane;
        int s0 = warm(bytes, from, start);
        int s1 = warm(bytes, from, p1);
        int s2 = warm(bytes, from, p2);
        int s3 = warm(bytes, from, p3);
        int[] table = next;
        byte[] cls = classes;
        int accept = firstAccepting;
        for (int i = 0; i < lane; i++) {
            s0 = table[s0 + cls[bytes[start + i] & 0xff]];
            s1 = table[s1 + cls[bytes[p1 + i] & 0xff]];
            s2 = table[s2 + cls[bytes[p2 + i] & 0xff]];
            s3 = table[s3 + cls[bytes[p3 + i] & 0xff]];
            if (s0 >= accept) {
                found[0].add(s0, start + i + 1);
            }
            if (s1 >= accept) {
                found[1].add(s1, p1 + i + 1);
            }
            if (s2 >= accept) {
                found[2].add(s2, p2 + i + 1);
            }
            if (s3 >= accept) {
                found[3].add(s3, p3 + i + 1);
            }
        }
        for (int i = p3 + lane; i < end; i++) {
            s3 = table[s3 + cls[bytes[i] & 0xff]];
            if (s3 >= accept) {
                found[3].add(s3, i + 1);
            }
        }
    }

    /** The state at {@code at}: no literal that ends later began before the bytes read here. */
    private int warm(byte[] bytes, int from, int at) {
        int state = 0;
        for (int i = Math.max(from, at - longest + 1); i < at; i++) {
            state = next[state + classes[bytes[i] & 0xff]];
        }
        return state;
    }

    /** Hits of one lane in one block. */
    private static final class Found {
        private int[] states = new int[256];
        private int[] ends = new int[256];
        private int size;

        void add(int state, int end) {
            if (size == states.length) {
                states = Arrays.copyOf(states, size * 2);
                ends = Arrays.copyOf(ends, size * 2);
            }
            states[size] = state;
            ends[size++] = end;
        }

        void drain(LiteralIndex index, Hit hit) {
            for (int i = 0; i < size; i++) {
                for (int literal : index.endings[(states[i] - index.firstAccepting) >> index.shift]) {
                    hit.at(literal, ends[i]);
                }
            }
            size = 0;
        }
    }

    /** The automaton while it is built. */
    private static final class Trie {
        private final int width;
        private final List<int[]> rows = new ArrayList<>();
        private final Map<Integer, List<Integer>> ends = new LinkedHashMap<>();

        Trie(int width) {
            this.width = width;
            row();
        }

        private int row() {
            int[] row = new int[width];
            Arrays.fill(row, -1);
            rows.add(row);
            return rows.size() - 1;
        }

        void add(String literal, int id, byte[] classes) {
            int state = 0;
            for (int i = 0; i < literal.length(); i++) {
                int c = classes[literal.charAt(i)];
                if (rows.get(state)[c] < 0) {
                    rows.get(state)[c] = row();
                }
                state = rows.get(state)[c];
            }
            ends.computeIfAbsent(state, s -> new ArrayList<>()).add(id);
        }

        void link() {
            int[] fallback = new int[rows.size()];
            ArrayDeque<Integer> queue = new ArrayDeque<>();
            for (int c = 0; c < width; c++) {
                int child = rows.get(0)[c];
                if (child < 0) {
                    rows.get(0)[c] = 0;
                } else {
                    queue.add(child);
                }
            }
            while (!queue.isEmpty()) {
                int state = queue.remove();
                int back = fallback[state];
                if (ends.containsKey(back)) {
                    ends.computeIfAbsent(state, s -> new ArrayList<>()).addAll(ends.get(back));
                }
                for (int c = 0; c < width; c++) {
                    int child = rows.get(state)[c];
                    if (child < 0) {
                        rows.get(state)[c] = rows.get(back)[c];
                    } else {
                        fallback[child] = rows.get(back)[c];
                        queue.add(child);
                    }
                }
            }
        }

        int size() {
            return rows.size();
        }

        int next(int state, int c) {
            return rows.get(state)[c];
        }

        List<Integer> endings(int state) {
            return ends.getOrDefault(state, List.of());
        }
    }
}
