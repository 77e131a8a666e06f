package io.keywatch.detect.topology;

import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.Table;
import io.keywatch.detect.state.TableSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * One of the cores' tables as a Streams store: values stay as they are while they are worked on and are encoded, written
 * and logged once a commit, whatever the number of changes. Streams asks for that as of its own write cache, through
 * {@link CachedStateStore}, before it commits: see ADR 20. Used by the one thread that owns the task.
 */
final class WriteBack<V> implements StateStore, CachedStateStore<String, V>, Table<V> {
    /** Values kept, of a few hundred bytes mostly: some megabytes of each table that is busy. */
    static final int MOST = 4_096;

    /** Changes kept: more are written before the commit comes. */
    static final int MOST_CHANGES = 3_072;

    private final KeyValueStore<String, byte[]> store;
    private final Codec<V> codec;

    /** Those used last; all changed ones are among them. */
    private final LinkedHashMap<String, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

    private final NavigableMap<String, Entry<V>> changed = new TreeMap<>();
    private @Nullable InternalProcessorContext<?, ?> context;
    /** Of the newest change: what is logged bears its time. */
    private @Nullable ProcessorRecordContext origin;

    /** Null where the key was deleted. */
    private static final class Entry<V> {
        private @Nullable V value;
        private boolean changed;

        Entry(@Nullable V value) {
            this.value = value;
        }
    }

    WriteBack(TableSpec<V> spec, KeyValueStore<String, byte[]> store) {
        this.store = store;
        this.codec = spec.codec();
    }

    @Override
    public @Nullable V get(String key) {
        Entry<V> known = entries.get(key);
        if (known != null) {
            return known.value;
        }
        byte[] bytes = store.get(key);
        if (bytes == null) {
            return null;
        }
        V value = codec.decode(bytes);
        keep(key, new Entry<>(value));
        return value;
    }

    @Override
    public void put(String key, V value) {
        change(key, value);
    }

    @Override
    public void delete(String key) {
        change(key, null);
    }

    private void change(String key, @Nullable V value) {
        Entry<V> entry = entries.get(key);
        if (entry == null) {
            entry = new Entry<>(value);
            keep(key, entry);
        }
        entry.value = value;
        if (!entry.changed) {
            entry.changed = true;
            changed.put(key, entry);
        }
        if (context != null) {
            origin = context.recordContext();
        }
        if (changed.size() > MOST_CHANGES) {
            flushCache();
        }
    }

    private void keep(String key, Entry<V> entry) {
        entries.put(key, entry);
        if (entries.size() > MOST) {
            Map.Entry<String, Entry<V>> eldest = entries.firstEntry();
            if (eldest.getValue().changed) {
                flushCache();
            }
            entries.remove(eldest.getKey());
        }
    }

    @Override
    public List<Table.Entry<V>> range(String from, String to, int limit) {
        List<Table.Entry<V>> found = new ArrayList<>();
        for (KeyValue<String, byte[]> each : between(from, to, limit)) {
            Entry<V> known = entries.get(each.key);
            V value = known == null ? null : known.value;
            found.add(new Table.Entry<>(each.key, value == null ? codec.decode(each.value) : value));
        }
        return found;
    }

    @Override
    public List<String> keys(String from, String to, int limit) {
        return between(from, to, limit).stream().map(each -> each.key).toList();
    }

    /** What has changed, without its bytes, and what is stored and has not, in order of their keys. */
    private List<KeyValue<String, byte[]>> between(String from, String to, int limit) {
        List<KeyValue<String, byte[]>> found = new ArrayList<>();
        if (from.compareTo(to) >= 0) {
            return found;
        }
        // in the order of characters; the store's is of bytes: of some beyond U+D7FF the place differs, none is lost
        Deque<String> changes = new ArrayDeque<>();
        changed.subMap(from, to).forEach((key, entry) -> {
            if (entry.value != null) {
                changes.add(key);
            }
        });
        // an empty lower bound is the start of the store
        try (KeyValueIterator<String, byte[]> stored = store.range(from.isEmpty() ? null : from, to)) {
            while (stored.hasNext() && found.size() < limit) {
                KeyValue<String, byte[]> next = stored.next();
                while (!changes.isEmpty() && changes.peek().compareTo(next.key) < 0) {
                    found.add(KeyValue.pair(changes.poll(), null));
                }
                if (!next.key.equals(to) && !changed.containsKey(next.key)) {
                    found.add(next);
                }
            }
        }
        changes.forEach(key -> found.add(KeyValue.pair(key, null)));
        return found.size() <= limit ? found : found.subList(0, limit);
    }

    /** Writes what has changed. */
    @Override
    public void flushCache() {
        if (changed.isEmpty()) {
            return;
        }
        List<KeyValue<String, byte[]>> batch = new ArrayList<>(changed.size());
        changed.forEach((key, entry) -> {
            V value = entry.value;
            batch.add(KeyValue.pair(key, value == null ? null : codec.encode(value)));
            entry.changed = false;
            if (value == null) {
                entries.remove(key);
            }
        });
        changed.clear();
        if (context == null || origin == null) {
            store.putAll(batch);
            return;
        }
        ProcessorRecordContext now = context.recordContext();
        context.setRecordContext(origin);
        try {
            store.putAll(batch);
        } finally {
            context.setRecordContext(now);
        }
    }

    @Override
    public void clearCache() {
        entries.clear();
        changed.clear();
        origin = null;
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<String, V> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public void init(StateStoreContext stateStoreContext, StateStore root) {
        clearCache();
        context = stateStoreContext instanceof InternalProcessorContext<?, ?> internal ? internal : null;
        store.init(stateStoreContext, root);
    }

    /** What was not committed goes: Streams closes a store after its last commit, or to give up what came after. */
    @Override
    public void close() {
        clearCache();
        store.close();
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public boolean persistent() {
        return store.persistent();
    }

    @Override
    public boolean isOpen() {
        return store.isOpen();
    }

    @Override
    public void commit(Map<TopicPartition, Long> offsets) {
        store.commit(offsets);
    }

    @Override
    public @Nullable Long committedOffset(TopicPartition partition) {
        return store.committedOffset(partition);
    }

    @Override
    @SuppressWarnings("deprecation") // until every store does, Streams asks
    public boolean managesOffsets() {
        return store.managesOffsets();
    }

    @Override
    public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
        return store.query(query, bound, config);
    }

    @Override
    public Position getPosition() {
        return store.getPosition();
    }
}
