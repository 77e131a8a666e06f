package io.keywatch.app.service;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/**
 * What the stores of this process keep outside the heap: one cache for all of them, and small buffers of what is not on
 * disk yet. Left alone, each store of each partition has a cache of 50 MB and buffers of 48 MB of its own, and an
 * application has hundreds of them (ADR 21).
 */
public final class StateMemory implements RocksDBConfigSetter {
    private static final String CACHE = "keywatch.state.cache.bytes";

    /** Streams writes out all stores of a task after 10,000 changes: more would be room for what never comes. */
    private static final long BUFFER = 4L << 20;

    /** A buffer grows by such pieces: of a store of a few keys one is all. */
    private static final long BUFFER_PIECE = 64L << 10;

    /**
     * The broker compacts all of a changelog but its last segment, which is 1 GiB where nobody says otherwise: of every
     * partition that much would be read by a process that comes back without its disk.
     */
    private static final int SEGMENT = 64 << 20;

    /** By their size; the applications of a process share one. */
    private static final Map<Long, Cache> CACHES = new ConcurrentHashMap<>();

    /**
     * Properties of a Streams application.
     *
     * @param cache bytes, shared with all others of this process
     */
    public static Map<String, Object> of(long cache) {
        return Map.of(
                StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                StateMemory.class,
                CACHE,
                cache,
                StreamsConfig.topicPrefix(TopicConfig.SEGMENT_BYTES_CONFIG),
                SEGMENT);
    }

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHES.computeIfAbsent((Long) configs.get(CACHE), LRUCache::new));
        // what finds a block counts as what it finds
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferSize(BUFFER);
        options.setArenaBlockSize(BUFFER_PIECE);
        // a value is rewritten at every commit that changed it, and all of them stay until they are merged
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    /** The cache outlives a store. */
    @Override
    public void close(String store, Options options) {}
}
