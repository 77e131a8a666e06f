package io.keywatch.detect.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tables on the heap, for replay and tests. Opening a name twice gives a second, empty table. */
public final class MemoryTables implements Tables {
    @Override
    public <V> Table<V> open(TableSpec<V> spec) {
        return new MemoryTable<>();
    }

    private static final class MemoryTable<V> implements Table<V> {
        private final NavigableMap<String, V> entries = new TreeMap<>();

        @Override
        public @Nullable V get(String key) {
            return entries.get(key);
        }

        @Override
        public void put(String key, V value) {
            entries.put(key, value);
        }

        @Override
        public void delete(String key) {
            entries.remove(key);
        }

        @Override
        public List<Entry<V>> range(String from, String to, int limit) {
            List<Entry<V>> found = new ArrayList<>();
            if (from.compareTo(to) >= 0) {
                return found;
            }
            for (Map.Entry<String, V> entry :
                    entries.subMap(from, true, to, false).entrySet()) {
                if (found.size() == limit) {
                    break;
                }
                found.add(new Entry<>(entry.getKey(), entry.getValue()));
            }
            return found;
        }
    }
}
