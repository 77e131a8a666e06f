package io.keywatch.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class StateMemoryTest {
    private static final int STORES = 20;
    private static final int KEYS = 1_000;
    private static final long MIB = 1L << 20;

    @TempDir
    private Path folder;

    /** Each would keep all of its 2 MB, once read, in a cache of its own. */
    @Test
    void readsAllStoresThroughOneCache() throws Exception {
        RocksDB.loadLibrary();
        long bound = 8 * MIB;
        StateMemory memory = new StateMemory();
        List<RocksDB> stores = new ArrayList<>();
        List<Options> opened = new ArrayList<>();
        try (LRUCache own = new LRUCache(50 * MIB);
                FlushOptions flush = new FlushOptions()) {
            Random random = new Random(1);
            byte[] value = new byte[2_000];
            for (int i = 0; i < STORES; i++) {
                // as Streams hands them over
                BlockBasedTableConfig table = new BlockBasedTableConfig().setBlockCache(own);
                Options options = new Options().setCreateIfMissing(true).setTableFormatConfig(table);
                opened.add(options);
                memory.setConfig("store", options, StateMemory.of(bound));
                RocksDB store =
                        RocksDB.open(options, folder.resolve("store" + i).toString());
                stores.add(store);
                for (int key = 0; key < KEYS; key++) {
                    random.nextBytes(value);
                    store.put(key(key), value);
                }
                store.flush(flush);
            }
            for (RocksDB store : stores) {
                for (int key = 0; key < KEYS; key++) {
                    assertThat(store.get(key(key))).hasSize(value.length);
                }
            }

            assertThat(own.getUsage()).isLessThan(MIB);
            for (RocksDB store : stores) {
                assertThat(store.getLongProperty("rocksdb.block-cache-usage")).isBetween(bound / 2, bound + MIB);
            }
        } finally {
            stores.forEach(RocksDB::close);
            opened.forEach(Options::close);
        }
    }

    private static byte[] key(int i) {
        return ("key" + i).getBytes(StandardCharsets.US_ASCII);
    }
}
