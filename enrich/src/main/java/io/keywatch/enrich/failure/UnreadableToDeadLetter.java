package io.keywatch.enrich.failure;

import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.Pointer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record that no reader can decode becomes a dead letter with its position, and the stream goes on; the letter is
 * written by Streams' own producer, in the same transaction where there is one. A registry that does not answer is no
 * fault of the record: the task fails and starts again from its last commit.
 *
 * <p>Needs {@value #SCHEMA_IDS_CONFIG} in the Streams properties. The stage of the letters is the application id
 * without its {@code keywatch-}.
 */
public final class UnreadableToDeadLetter implements DeserializationExceptionHandler {
    /** Streams property that holds the {@link SchemaIds} of the process. */
    public static final String SCHEMA_IDS_CONFIG = "keywatch.schema.ids";

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableToDeadLetter.class);
    private static final String PREFIX = "keywatch-";

    private @Nullable Serializer<DeadLetter> serializer;
    private String stage = "streams";

    @Override
    public void configure(Map<String, ?> configs) {
        if (!(configs.get(SCHEMA_IDS_CONFIG) instanceof SchemaIds ids)) {
            throw new IllegalArgumentException(SCHEMA_IDS_CONFIG + " is missing from the Streams properties");
        }
        serializer = AvroSerde.of(Topics.DEAD_LETTERS, ids).serializer();
        String application = String.valueOf(configs.get(StreamsConfig.APPLICATION_ID_CONFIG));
        stage = application.startsWith(PREFIX) ? application.substring(PREFIX.length()) : application;
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        Throwable cause = exception;
        while (cause != null) {
            if (cause instanceof RetriableException) {
                LOG.warn("{} cannot decode now: {}", stage, cause.getClass().getSimpleName());
                return Response.fail();
            }
            cause = cause.getCause();
        }
        if (serializer == null) {
            throw new IllegalStateException("configure has not been called");
        }
        boolean unknown = exception.getCause() instanceof SchemaIds.UnknownSchemaException;
        DeadLetter letter = letter(record, exception, unknown);
        LOG.warn("{} passes over {}-{}@{}", stage, record.topic(), record.partition(), record.offset());
        return Response.resume(List.of(new ProducerRecord<>(
                Topics.DEAD_LETTERS.name(),
                letter.getId().getBytes(StandardCharsets.UTF_8),
                serializer.serialize(Topics.DEAD_LETTERS.name(), letter))));
    }

    private DeadLetter letter(ConsumerRecord<byte[], byte[]> record, Exception exception, boolean unknownSchema) {
        DeadLetterCause cause = unknownSchema ? DeadLetterCause.UNKNOWN_SCHEMA : DeadLetterCause.UNREADABLE;
        String where = record.topic() + "-" + record.partition() + "@" + record.offset();
        return DeadLetter.newBuilder()
                .setId(FindingIds.deadLetter(stage, cause.name(), where))
                .setStage(stage)
                .setCause(cause)
                .setDetail(exception.getClass().getSimpleName())
                .setPointer(Pointer.newBuilder()
                        .setTopic(record.topic())
                        .setPartition(record.partition())
                        .setOffset(record.offset())
                        .build())
                .setBytes((long) Math.max(0, record.serializedValueSize()))
                .setAt(Instant.now())
                .build();
    }
}
