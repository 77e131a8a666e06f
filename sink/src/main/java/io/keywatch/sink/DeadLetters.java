package io.keywatch.sink;

import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.Pointer;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes where a finding stands that could not be delivered, and why; never the finding. Thread-safe. */
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    /** Below max.poll.interval (5 min), above what a broker election takes. */
    private static final long ACK_SECONDS = 30;

    private final Producer<String, DeadLetter> producer;
    private final InstantSource clock;

    DeadLetters(Producer<String, DeadLetter> producer, InstantSource clock) {
        this.producer = producer;
        this.clock = clock;
    }

    /**
     * @param stage e.g. sink-opensearch
     * @param detail a status or an exception class, never text taken from the record
     * @return whether the broker acknowledged it; if not, the record must not be passed over
     */
    boolean write(
            String stage, DeadLetterCause cause, String detail, ConsumerRecord<String, byte[]> record, int attempts) {
        String where = record.topic() + "-" + record.partition() + "@" + record.offset();
        String id = FindingIds.deadLetter(stage, cause.name(), where);
        DeadLetter letter = DeadLetter.newBuilder()
                .setId(id)
                .setStage(stage)
                .setCause(cause)
                .setDetail(detail)
                .setPointer(Pointer.newBuilder()
                        .setTopic(record.topic())
                        .setPartition(record.partition())
                        .setOffset(record.offset())
                        .build())
                .setBytes((long) Math.max(0, record.serializedValueSize()))
                .setAttempts(attempts)
                .setAt(clock.instant())
                .build();
        try {
            var _ = producer.send(new ProducerRecord<>(Topics.DEAD_LETTERS.name(), id, letter))
                    .get(ACK_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warn("dead letter for {} not written: {}", where, e.getClass().getSimpleName());
            return false;
        }
    }
}
