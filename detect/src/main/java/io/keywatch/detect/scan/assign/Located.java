package io.keywatch.detect.scan.assign;

/** Where a name's value stands. Reused: the fields hold until the next {@link ValueLocator#locate}. */
public final class Located {
    int start;
    int end;
    boolean quoted;
    boolean list;
    /** Whether it is an item of a YAML list. */
    boolean item;

    boolean base64;
    char operator;

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
