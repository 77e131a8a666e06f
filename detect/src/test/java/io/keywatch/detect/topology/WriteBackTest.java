package io.keywatch.detect.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.Table;
import io.keywatch.detect.state.TableSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteBackTest {
    private static final Codec<String> TEXT = new Codec<>() {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    };

    private KeyValueStore<String, byte[]> store;
    private WriteBack<String> table;

    @BeforeEach
    void open() {
        store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("table"), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        table = new WriteBack<>(new TableSpec<>("table", TEXT), store);
        table.init(new MockProcessorContext<>().getStateStoreContext(), table);
    }

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void writesAValueAtTheCommitAsItIsThen() {
        table.put("a", "1");
        table.put("a", "2");
        assertThat(store.get("a")).isNull();

        table.flushCache();
        assertThat(store.get("a")).isEqualTo(TEXT.encode("2"));
    }

    @Test
    void deletesAtTheCommit() {
        table.put("a", "1");
        table.flushCache();
        table.delete("a");
        assertThat(table.get("a")).isNull();
        assertThat(store.get("a")).isNotNull();

        table.flushCache();
        assertThat(store.get("a")).isNull();
        assertThat(table.get("a")).isNull();
    }

    @Test
    void forgetsWhatWasNotCommittedWhenItIsClosed() {
        table.put("a", "1");
        table.clearCache();

        assertThat(table.get("a")).isNull();
    }

    @Test
    void losesNothingWhenMoreChangesThanItKeeps() {
        int many = 2 * WriteBack.MOST + 1;
        for (int i = 0; i < many; i++) {
            table.put("key" + i, "value" + i);
        }
        for (int i = 0; i < many; i++) {
            assertThat(table.get("key" + i)).isEqualTo("value" + i);
        }
        table.flushCache();
        assertThat(store.approximateNumEntries()).isEqualTo(many);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void isLikeATableThatIsWrittenAtOnce(int seed) {
        Random random = new Random(seed);
        TreeMap<String, String> model = new TreeMap<>();
        for (int step = 0; step < 3_000; step++) {
            String key = "k" + Integer.toHexString(random.nextInt(64));
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    table.put(key, "v" + step);
                    model.put(key, "v" + step);
                }
                case 3 -> {
                    table.delete(key);
                    model.remove(key);
                }
                case 4, 5 -> assertThat(table.get(key)).isEqualTo(model.get(key));
                case 6 -> {
                    int limit = 1 + random.nextInt(20);
                    List<Table.Entry<String>> expected = entries(model.tailMap(key), limit);
                    assertThat(table.range(key, "l", limit)).isEqualTo(expected);
                    assertThat(table.keys(key, "l", limit))
                            .isEqualTo(expected.stream().map(Table.Entry::key).toList());
                }
                default -> {
                    if (random.nextInt(10) == 0) {
                        table.flushCache();
                    }
                }
            }
        }
        table.flushCache();
        List<Table.Entry<String>> stored = new ArrayList<>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> stored.add(new Table.Entry<>(entry.key, TEXT.decode(entry.value))));
        }
        assertThat(stored).isEqualTo(entries(model, Integer.MAX_VALUE));
    }

    /** Some characters stand elsewhere in the order of bytes than in that of characters. */
    @Test
    void losesNoKeyOfAnyAlphabet() {
        List<String> keys = List.of("k\ud83d\ude00", "k\uff01", "k\ue000", "k\u00e9", "ka", "k\ud83d\ude01");
        keys.subList(0, 3).forEach(key -> table.put(key, "old"));
        table.flushCache();
        keys.forEach(key -> table.put(key, "new"));

        assertThat(table.range("k", "\uffff", 100))
                .containsExactlyInAnyOrderElementsOf(
                        keys.stream().map(key -> new Table.Entry<>(key, "new")).toList());
    }

    private static List<Table.Entry<String>> entries(java.util.SortedMap<String, String> map, int limit) {
        return map.entrySet().stream()
                .limit(limit)
                .map(entry -> new Table.Entry<>(entry.getKey(), entry.getValue()))
                .toList();
    }
}
