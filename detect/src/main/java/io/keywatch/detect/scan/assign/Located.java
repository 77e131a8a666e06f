package io.keywatch.detect.scan.assign;

/**
 * Where a name's value stands. Reused for one text: the fields hold until the next {@link ValueLocator#locate}.
 */
public final class Located {
    int start;
    int end;
    boolean quoted;
    boolean list;
    /** Whether it is an item of a YAML list. */
    boolean item;

    boolean base64;
    char operator;

    /** What ends an unquoted value. */
    enum Ending {
        WORD,
        LINE,
        BLANK,
        FLOW,
        PAIR;

        private static final int COUNT = values().length;
    }

    /** Stretches of the text in which no value ends: names that follow each other in one need not read it again. */
    private final int[] openFrom = new int[Ending.COUNT];

    private final int[] openTo = new int[Ending.COUNT];

    /** No value that begins at {@code at} ends before. */
    int open(Ending ending, int at) {
        int i = ending.ordinal();
        return openFrom[i] <= at && at < openTo[i] ? openTo[i] : at;
    }

    void remember(Ending ending, int from, int to) {
        int i = ending.ordinal();
        if (openFrom[i] <= from && from < openTo[i]) {
            openTo[i] = Math.max(openTo[i], to);
        } else {
            openFrom[i] = from;
            openTo[i] = to;
        }
    }

    public int start() {
        return start;
    }

    /** Exclusive. */
    public int end() {
        return end;
    }

    public boolean quoted() {
        return quoted;
    }

    /** Whether more values may follow: {@code ["v", "w"]}. */
    public boolean list() {
        return list;
    }

    /** Whether the format says that the value is encoded: {@code <Pass encoding="base64">}. */
    public boolean base64() {
        return base64;
    }

    /** {@code =}, {@code :}, {@code (}, {@code ,}, {@code >}, or a space for a command-line flag. */
    public char operator() {
        return operator;
    }
}
