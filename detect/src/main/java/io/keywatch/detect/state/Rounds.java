package io.keywatch.detect.state;

import java.util.List;
import java.util.function.Predicate;

/**
 * Walks round a table a part at a time to find what is to be forgotten, at most one round a day: keys that do not begin
 * with a time can only be looked at one by one, and a backfill passes a day of events in seconds. Starts afresh after a
 * restart.
 */
public final class Rounds<V> {
    private static final long DAY = 24L * 3_600_000;
    private static final String LAST = "\uffff";

    private final Table<V> table;
    private String at = "";
    private long dueAt = Long.MIN_VALUE;

    public Rounds(Table<V> table) {
        this.table = table;
    }

    /**
     * The next entries, at most {@code limit}; none while the day's round is done.
     *
     * @param now event time in epoch milliseconds
     */
    public List<Table.Entry<V>> next(long now, int limit) {
        if (at.isEmpty()) {
            if (now < dueAt) {
                return List.of();
            }
            dueAt = now + DAY;
        }
        List<Table.Entry<V>> entries = table.range(at, LAST, limit);
        at = entries.size() < limit ? "" : entries.getLast().key() + "\u0000";
        return entries;
    }

    /** Deletes what is old among the next entries. */
    public void forget(long now, int limit, Predicate<V> old) {
        for (Table.Entry<V> entry : next(now, limit)) {
            if (old.test(entry.value())) {
                table.delete(entry.key());
            }
        }
    }
}
