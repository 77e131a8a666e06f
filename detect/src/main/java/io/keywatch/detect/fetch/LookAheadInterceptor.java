package io.keywatch.detect.fetch;

import io.keywatch.schemas.v1.ObjectChange;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Hints what was polled to the {@link LookAheadReader}. Sits on the main consumer of the scan application; made by
 * Kafka, which passes the two live objects through the configuration.
 */
public final class LookAheadInterceptor implements ConsumerInterceptor<byte[], byte[]> {
    public static final String READER = "keywatch.look-ahead.reader";
    public static final String DESERIALIZER = "keywatch.look-ahead.deserializer";
    public static final String TOPIC = "keywatch.look-ahead.topic";

    @SuppressWarnings("NullAway.Init") // Kafka calls configure first
    private LookAheadReader reader;

    @SuppressWarnings("NullAway.Init")
    private Deserializer<ObjectChange> deserializer;

    @SuppressWarnings("NullAway.Init")
    private String topic;

    @Override
    @SuppressWarnings("unchecked")
    public void configure(Map<String, ?> configs) {
        reader = (LookAheadReader) require(configs, READER);
        deserializer = (Deserializer<ObjectChange>) require(configs, DESERIALIZER);
        topic = (String) require(configs, TOPIC);
    }

    private static Object require(Map<String, ?> configs, String name) {
        Object value = configs.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is not in the consumer's configuration");
        }
        return value;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> polled : records.records(topic)) {
            byte[] value = polled.value();
            if (value == null) {
                continue;
            }
            try {
                reader.hint(deserializer.deserialize(topic, value));
            } catch (SerializationException | RetriableException unreadable) {
                // the topology meets the same record and decides what becomes of it
            }
        }
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
