package io.keywatch.detect.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table whose keys, after a prefix that all have, begin with a time of fixed width. Remembers how far it has been emptied: the store
 * below keeps a mark for each deleted key until it compacts, and a range from its start would step over all of them each
 * time. Starts at the beginning after a restart.
 */
public final class Expiring<V> implements Table<V> {
    private final Table<V> table;
    private String emptiedTo;

    /** Without a prefix. */
    public Expiring(Table<V> table) {
        this(table, "");
    }

    public Expiring(Table<V> table, String prefix) {
        this.table = table;
        this.emptiedTo = prefix;
    }

    /** Takes out the oldest entries with {@code key < cutoff}, at most {@code limit}. */
    public List<Entry<V>> takeBefore(String cutoff, int limit) {
        List<Entry<V>> taken = table.range(emptiedTo, cutoff, limit);
        taken.forEach(entry -> table.delete(entry.key()));
        emptied(taken.size() == limit ? taken.getLast().key() : cutoff);
        return taken;
    }

    /**
     * Like {@link #takeBefore}, without reading what goes.
     *
     * @return whether there may be more
     */
    public boolean forgetBefore(String cutoff, int limit) {
        List<String> old = table.keys(emptiedTo, cutoff, limit);
        old.forEach(table::delete);
        boolean more = old.size() == limit;
        emptied(more ? old.getLast() : cutoff);
        return more;
    }

    private void emptied(String to) {
        if (to.compareTo(emptiedTo) > 0) {
            emptiedTo = to;
        }
    }

    @Override
    public @Nullable V get(String key) {
        return table.get(key);
    }

    @Override
    public void put(String key, V value) {
        if (key.compareTo(emptiedTo) < 0) {
            emptiedTo = key;
        }
        table.put(key, value);
    }

    @Override
    public void delete(String key) {
        table.delete(key);
    }

    @Override
    public List<Entry<V>> range(String from, String to, int limit) {
        return table.range(from, to, limit);
    }

    @Override
    public List<String> keys(String from, String to, int limit) {
        return table.keys(from, to, limit);
    }
}
