package io.keywatch.app.service;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;

/** What a Streams application is promised by its properties, the same in the service and in its measurements. */
public final class StreamsGuarantee {
    private StreamsGuarantee() {}

    /** Every commit writes out what the tasks hold in memory: rarely enough to change a value many times before. */
    private static final long COMMIT_MILLIS = 200;

    /**
     * For counts, which are sums: a call counted twice would be an anomaly of our own. What leaves can be read once it
     * is committed. Inputs do not wait for each other: the analyzers come to the same findings in any order.
     */
    public static Map<String, Object> exactlyOnce() {
        return Map.of(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                COMMIT_MILLIS,
                StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
                StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    }
}
