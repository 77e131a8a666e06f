package io.keywatch.ingest;

import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** How ingest writes to Kafka. What delivery depends on cannot be changed; what only costs or saves can. */
public final class ProducerDefaults {
    private ProducerDefaults() {}

    public static Properties over(Properties given) {
        Properties all = new Properties();
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "keywatch-ingest");
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // a log file yields thousands of records at once: fuller batches, at the cost of 20 ms
        all.put(ProducerConfig.LINGER_MS_CONFIG, "20");
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(256 << 10));
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(64L << 20));
        all.putAll(given);
        // at least once, in order, without duplicates of its own making
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return all;
    }
}
