package io.keywatch.app.service;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;

/** What a Streams application is promised by its properties, the same in the service and in its measurements. */
public final class StreamsGuarantee {
    private StreamsGuarantee() {}

    /** For counts, which are sums: a call counted twice would be an anomaly of our own. */
    public static Map<String, Object> exactlyOnce() {
        return Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    }
}
