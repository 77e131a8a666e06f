package io.keywatch.detect.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One detector's memory. Keys sort by their UTF-8 bytes; values are immutable by agreement: change one by putting its
 * successor. Called on the one thread that owns the core.
 */
public interface Table<V> {
    @Nullable
    V get(String key);

    void put(String key, V value);

    void delete(String key);

    /** Entries with {@code from <= key < to} in key order, at most {@code limit}: a copy, so deleting while reading is fine. */
    List<Entry<V>> range(String from, String to, int limit);

    /** The keys of {@link #range}, where a store can tell them without decoding what it holds. */
    default List<String> keys(String from, String to, int limit) {
        return range(from, to, limit).stream().map(Entry::key).toList();
    }

    record Entry<V>(String key, V value) {}
}
