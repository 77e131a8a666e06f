package io.keywatch.detect.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table that keeps the values it dealt with last as they are: reading one again costs neither a look into the store
 * below nor its decoding. Every change goes through at once. Only for a table that nobody else writes.
 */
public final class Recent<V> implements Table<V> {
    private final Table<V> table;
    private final Map<String, V> values;

    /** @param most values kept; the one that was used longest ago goes */
    public Recent(Table<V> table, int most) {
        this.table = table;
        this.values = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    @Override
    public @Nullable V get(String key) {
        V known = values.get(key);
        if (known == null) {
            known = table.get(key);
            if (known != null) {
                values.put(key, known);
            }
        }
        return known;
    }

    @Override
    public void put(String key, V value) {
        values.put(key, value);
        table.put(key, value);
    }

    @Override
    public void delete(String key) {
        values.remove(key);
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
