package io.keywatch.sink;

import io.keywatch.schemas.v1.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Records read and not yet settled, in topic order, and how far each partition may be committed once all are. Not
 * thread-safe.
 */
final class Backlog {
    /** One record on its way; the finding is there once it could be decoded. */
    static final class Item {
        final ConsumerRecord<String, byte[]> record;

        @Nullable
        Finding finding;

        int attempts;

        Item(ConsumerRecord<String, byte[]> record) {
            this.record = record;
        }

        TopicPartition partition() {
            return new TopicPartition(record.topic(), record.partition());
        }
    }

    private final List<Item> items = new ArrayList<>();
    private final Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();

    void add(Iterable<ConsumerRecord<String, byte[]>> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            Item item = new Item(record);
            items.add(item);
            ends.put(item.partition(), new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
        }
    }

    /** Another member has them now and will be given the same records. */
    void forget(Collection<TopicPartition> partitions) {
        items.removeIf(item -> partitions.contains(item.partition()));
        ends.keySet().removeAll(partitions);
    }

    void settle(Collection<Item> settled) {
        items.removeAll(settled);
    }

    List<Item> items() {
        return List.copyOf(items);
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    int size() {
        return items.size();
    }

    /** What may be committed; only when nothing is pending. */
    Map<TopicPartition, OffsetAndMetadata> ends() {
        return Map.copyOf(ends);
    }

    void committed() {
        ends.clear();
    }
}
