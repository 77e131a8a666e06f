package io.keywatch.ingest.vault;

import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.VaultValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Serializer;

/** To {@code vault-values.v1} and {@code dead-letters.v1}. */
final class KafkaOutlet implements ValueOutlet {
    private final Producer<String, byte[]> producer;
    private final Serializer<VaultValue> values;
    private final Serializer<DeadLetter> letters;

    KafkaOutlet(Producer<String, byte[]> producer, SchemaIds ids) {
        this.producer = producer;
        this.values = AvroSerde.of(Topics.VAULT_VALUES, ids).serializer();
        this.letters = AvroSerde.of(Topics.DEAD_LETTERS, ids).serializer();
    }

    @Override
    public void tell(List<VaultValue> changes) {
        String topic = Topics.VAULT_VALUES.name();
        List<Future<RecordMetadata>> sent = new ArrayList<>(changes.size());
        for (VaultValue change : changes) {
            sent.add(producer.send(new ProducerRecord<>(
                    topic, change.getSecretArn() + "@" + change.getFingerprint(), values.serialize(topic, change))));
        }
        sent.forEach(KafkaOutlet::await);
    }

    @Override
    public void letter(DeadLetter letter) {
        String topic = Topics.DEAD_LETTERS.name();
        await(producer.send(new ProducerRecord<>(topic, letter.getId(), letters.serialize(topic, letter))));
    }

    private static void await(Future<RecordMetadata> answer) {
        try {
            var _ = answer.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new KafkaException("not acknowledged", e.getCause());
        }
    }
}
