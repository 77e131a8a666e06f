package io.keywatch.detect.topology;

import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.Recent;
import io.keywatch.detect.state.Table;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** The cores' tables over Streams stores: changelogged RocksDB with a write cache in front. */
final class StoreTables implements Tables {
    /** Values of a few hundred bytes, mostly: about a megabyte of each table that is busy. */
    private static final int RECENT = 2_048;

    private final ProcessingContext context;

    StoreTables(ProcessingContext context) {
        this.context = context;
    }

    /** Where the stores of a topology stand. Either has a changelog and a write cache. */
    enum Medium {
        DISK,
        /** For tests of what is remembered and not of how it lasts: opening a store on disk takes 10 ms and more. */
        MEMORY;

        StoreBuilder<KeyValueStore<String, byte[]>> store(TableSpec<?> spec) {
            KeyValueBytesStoreSupplier supplier = this == DISK
                    ? Stores.persistentKeyValueStore(spec.name())
                    : Stores.inMemoryKeyValueStore(spec.name());
            return Stores.keyValueStoreBuilder(supplier, Serdes.String(), Serdes.ByteArray())
                    .withCachingEnabled();
        }

        /** Adds the stores of {@code specs}; their names. */
        String[] add(StreamsBuilder builder, List<TableSpec<?>> specs) {
            specs.forEach(spec -> builder.addStateStore(store(spec)));
            return specs.stream().map(TableSpec::name).toArray(String[]::new);
        }
    }

    /** Values in the wire format of {@code topic}, so that a later build reads them through the registry. */
    static <T extends SpecificRecord> Codec<T> codec(Topic<T> topic, AvroSerde<T> serde) {
        return new Codec<>() {
            @Override
            public byte[] encode(T value) {
                return serde.serializer().serialize(topic.name(), value);
            }

            @Override
            public T decode(byte[] bytes) {
                return serde.deserializer().deserialize(topic.name(), bytes);
            }
        };
    }

    @Override
    public <V> Table<V> open(TableSpec<V> spec) {
        KeyValueStore<String, byte[]> store = context.getStateStore(spec.name());
        Table<V> table = new StoreTable<>(store, spec.codec());
        return Codec.MARK.equals(spec.codec()) ? table : new Recent<>(table, RECENT);
    }

    private record StoreTable<V>(KeyValueStore<String, byte[]> store, Codec<V> codec) implements Table<V> {
        @Override
        public @Nullable V get(String key) {
            byte[] bytes = store.get(key);
            return bytes == null ? null : codec.decode(bytes);
        }

        @Override
        public void put(String key, V value) {
            store.put(key, codec.encode(value));
        }

        @Override
        public void delete(String key) {
            store.delete(key);
        }

        @Override
        public List<Entry<V>> range(String from, String to, int limit) {
            return between(from, to, limit, entry -> new Entry<>(entry.key, codec.decode(entry.value)));
        }

        @Override
        public List<String> keys(String from, String to, int limit) {
            return between(from, to, limit, entry -> entry.key);
        }

        private <T> List<T> between(String from, String to, int limit, Function<KeyValue<String, byte[]>, T> read) {
            List<T> found = new ArrayList<>();
            if (from.compareTo(to) >= 0) {
                return found;
            }
            // an empty lower bound is the start of the store
            try (KeyValueIterator<String, byte[]> entries = store.range(from.isEmpty() ? null : from, to)) {
                while (entries.hasNext() && found.size() < limit) {
                    KeyValue<String, byte[]> entry = entries.next();
                    if (!entry.key.equals(to)) {
                        found.add(read.apply(entry));
                    }
                }
            }
            return found;
        }
    }
}
