package io.keywatch.detect.topology;

import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.Table;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.Topic;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The cores' tables over Streams stores: changelogged RocksDB behind a {@link WriteBack}. */
final class StoreTables implements Tables {
    private final ProcessingContext context;

    StoreTables(ProcessingContext context) {
        this.context = context;
    }

    /** Where the stores of a topology stand. Either has a changelog and is written back at commit. */
    enum Medium {
        DISK,
        /** For tests of what is remembered and not of how it lasts: opening a store on disk takes 10 ms and more. */
        MEMORY;

        <V> StoreBuilder<WriteBack<V>> store(TableSpec<V> spec) {
            KeyValueBytesStoreSupplier supplier = this == DISK
                    ? Stores.persistentKeyValueStore(spec.name())
                    : Stores.inMemoryKeyValueStore(spec.name());
            return new Tabled<>(spec, Stores.keyValueStoreBuilder(supplier, Serdes.String(), Serdes.ByteArray()));
        }

        /** Adds the stores of {@code specs}; their names. */
        String[] add(StreamsBuilder builder, List<TableSpec<?>> specs) {
            specs.forEach(spec -> builder.addStateStore(store(spec)));
            return specs.stream().map(TableSpec::name).toArray(String[]::new);
        }
    }

    /** Builds the table around its store, whose changelog is as usual. */
    private record Tabled<V>(TableSpec<V> spec, StoreBuilder<KeyValueStore<String, byte[]>> store)
            implements StoreBuilder<WriteBack<V>> {
        @Override
        public WriteBack<V> build() {
            return new WriteBack<>(spec, store.build());
        }

        @Override
        public StoreBuilder<WriteBack<V>> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<WriteBack<V>> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<WriteBack<V>> withLoggingEnabled(Map<String, String> config) {
            return new Tabled<>(spec, store.withLoggingEnabled(config));
        }

        @Override
        public StoreBuilder<WriteBack<V>> withLoggingDisabled() {
            return new Tabled<>(spec, store.withLoggingDisabled());
        }

        @Override
        public Map<String, String> logConfig() {
            return store.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return store.loggingEnabled();
        }

        @Override
        public String name() {
            return store.name();
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
        return context.<WriteBack<V>>getStateStore(spec.name());
    }
}
