package io.keywatch.app.triage;

import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A topic read once from a point in time to its end as of now: the last value of each key. */
public final class TopicTable {
    private static final Duration POLL = Duration.ofSeconds(2);

    private TopicTable() {}

    /**
     * @param client connection properties
     * @param since records before it are not read; their keys may be missing
     * @throws SerializationException when a value cannot be read: a sum that leaves one out would mislead
     */
    public static <V extends SpecificRecord> Map<String, V> read(
            Map<String, Object> client, Topic<V> topic, SchemaIds ids, Instant since) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        Map<String, V> table = new LinkedHashMap<>();
        try (KafkaConsumer<String, V> consumer = new KafkaConsumer<>(
                settings, new StringDeserializer(), AvroSerde.of(topic, ids).deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            seek(consumer, partitions, since);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, V> record : consumer.poll(POLL)) {
                    if (record.timestamp() < since.toEpochMilli()) {
                        continue; // times within a partition need not rise
                    }
                    if (record.value() == null) {
                        table.remove(record.key());
                    } else {
                        table.put(record.key(), record.value());
                    }
                }
            }
        }
        return table;
    }

    private static void seek(KafkaConsumer<?, ?> consumer, List<TopicPartition> partitions, Instant since) {
        consumer.seekToBeginning(partitions);
        if (since.isAfter(Instant.EPOCH)) {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
            Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
            for (TopicPartition partition : partitions) {
                // none: everything there is older
                Optional.ofNullable(offsets.get(partition))
                        .ifPresentOrElse(
                                offset -> consumer.seek(partition, offset.offset()),
                                () -> consumer.seekToEnd(List.of(partition)));
            }
        }
    }
}
