package io.keywatch.ingest.vault;

import io.keywatch.ingest.vault.ValueChanges.ValueChange.Kind;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code cloudtrail.v1} from now on for calls that change a value. Without a group: what is missed while the
 * process is down the round at its start makes good.
 */
final class TrailChanges implements ValueChanges {
    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<ApiCall> calls;

    private TrailChanges(KafkaConsumer<String, byte[]> consumer, Deserializer<ApiCall> calls) {
        this.consumer = consumer;
        this.calls = calls;
    }

    static TrailChanges fromNow(Map<String, Object> client, SchemaIds ids) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "keywatch-vault");
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.CLOUDTRAIL.name()).stream()
                .map(partition -> new TopicPartition(Topics.CLOUDTRAIL.name(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // seeking is lazy: a change during the first round must not be missed
        partitions.forEach(consumer::position);
        return new TrailChanges(consumer, AvroSerde.of(Topics.CLOUDTRAIL, ids).deserializer());
    }

    @Override
    public List<ValueChange> poll(Duration patience) {
        List<ValueChange> changes = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(patience)) {
            ValueChange change = read(record);
            if (change != null) {
                changes.add(change);
            }
        }
        return changes;
    }

    private @Nullable ValueChange read(ConsumerRecord<String, byte[]> record) {
        try {
            ApiCall call = calls.deserialize(record.topic(), record.value());
            return call == null ? null : of(call);
        } catch (SerializationException unreadable) {
            // the access application makes a dead letter of it
            return null;
        }
    }

    static @Nullable ValueChange of(ApiCall call) {
        if (call.getErrorCode() != null) {
            return null;
        }
        String id = switch (call.getEventName()) {
            case "PutSecretValue", "UpdateSecret", "UpdateSecretVersionStage", "RestoreSecret" ->
                call.getParameters().get("secretId");
            case "CreateSecret" -> call.getResponse().get("arn");
            case "RotationSucceeded" -> call.getResponse().get("SecretId");
            case "PutParameter" -> call.getParameters().get("name");
            default -> null;
        };
        if (id == null) {
            return null;
        }
        Kind kind = call.getEventName().equals("PutParameter") ? Kind.PARAMETER : Kind.SECRET;
        return new ValueChange(call.getRecipientAccountId(), call.getAwsRegion(), kind, id);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
