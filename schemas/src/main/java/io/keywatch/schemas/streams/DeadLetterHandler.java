package io.keywatch.schemas.streams;

import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.Pointer;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a stream cannot read or handle becomes a dead letter with a pointer, and the stream goes on. The letter goes out
 * in the same transaction as the offset. What may pass (a registry that does not answer, a broker or store at fault)
 * fails the thread instead: nothing is skipped because of it, and the application's uncaught-exception handler decides
 * about another thread.
 *
 * <p>Streams makes the handler by its class, so what it needs comes through the configuration: see {@link #install}.
 * Kafka's own dead letter topic ({@code errors.dead.letter.queue.topic.name}) copies payload: never set it.
 */
public final class DeadLetterHandler implements DeserializationExceptionHandler, ProcessingExceptionHandler {
    /** Counter, tagged with stage and cause. */
    public static final String METER = "keywatch.dead.letters";

    private static final String STAGE = "keywatch.dead-letters.stage";
    private static final String SCHEMAS = "keywatch.dead-letters.schemas";
    private static final String METRICS = "keywatch.dead-letters.metrics";
    private static final String CLOCK = "keywatch.dead-letters.clock";
    private static final String HOUSE = "io.keywatch.";
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);

    private @Nullable Setup setup;

    private record Setup(String stage, AvroSerde<DeadLetter> serde, MeterRegistry metrics, InstantSource clock) {}

    /** Adds the handler and what it needs to a Streams configuration. */
    public static void install(
            Map<String, Object> streams, String stage, SchemaIds ids, MeterRegistry metrics, InstantSource clock) {
        streams.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        streams.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        streams.put(STAGE, stage);
        streams.put(SCHEMAS, ids);
        streams.put(METRICS, metrics);
        streams.put(CLOCK, clock);
    }

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get(STAGE) instanceof String stage
                && configs.get(SCHEMAS) instanceof SchemaIds ids
                && configs.get(METRICS) instanceof MeterRegistry metrics
                && configs.get(CLOCK) instanceof InstantSource clock) {
            setup = new Setup(stage, AvroSerde.of(Topics.DEAD_LETTERS, ids), metrics, clock);
        } else {
            throw new IllegalArgumentException("dead letters need what DeadLetterHandler.install puts there");
        }
    }

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (mayPass(exception)) {
            return DeserializationExceptionHandler.Response.fail();
        }
        DeadLetterCause cause = find(exception, SchemaIds.UnknownSchemaException.class) != null
                ? DeadLetterCause.UNKNOWN_SCHEMA
                : DeadLetterCause.MALFORMED;
        byte[] value = record.value();
        return DeserializationExceptionHandler.Response.resume(
                List.of(letter(context, cause, exception, value == null ? null : (long) value.length)));
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        return mayPass(exception)
                ? ProcessingExceptionHandler.Response.fail()
                : ProcessingExceptionHandler.Response.resume(
                        List.of(letter(context, DeadLetterCause.FAILED, exception, null)));
    }

    /** Everything Kafka and Streams throw is about the place, not the record; except that bytes do not fit. */
    private static boolean mayPass(Throwable exception) {
        for (Throwable at = exception; at != null; at = at.getCause()) {
            if (at instanceof KafkaException && !(at instanceof SerializationException)) {
                return true;
            }
        }
        return false;
    }

    private ProducerRecord<byte[], byte[]> letter(
            ErrorHandlerContext context, DeadLetterCause cause, Exception exception, @Nullable Long bytes) {
        if (setup == null) {
            throw new IllegalStateException("handler used before it was configured");
        }
        String where = context.topic() + "/" + context.partition() + "/" + context.offset();
        String detail = detail(exception);
        LOG.warn("{}: record {} becomes a dead letter: {} {}", setup.stage(), where, cause, detail);
        setup.metrics()
                .counter(METER, "stage", setup.stage(), "cause", cause.name())
                .increment();
        DeadLetter letter = DeadLetter.newBuilder()
                .setId(FindingIds.deadLetter(setup.stage(), cause.name(), where))
                .setStage(setup.stage())
                .setCause(cause)
                .setDetail(detail)
                .setPointer(Pointer.newBuilder()
                        .setTopic(context.topic())
                        .setPartition(context.partition())
                        .setOffset(context.offset())
                        .build())
                .setBytes(bytes)
                .setAt(setup.clock().instant())
                .build();
        String topic = Topics.DEAD_LETTERS.name();
        return new ProducerRecord<>(
                topic,
                letter.getId().getBytes(StandardCharsets.UTF_8),
                setup.serde().serializer().serialize(topic, letter));
    }

    /** Class of the innermost cause and where in our code it was thrown; never its message, which may quote payload. */
    private static String detail(Throwable exception) {
        Throwable innermost = exception;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        for (StackTraceElement frame : innermost.getStackTrace()) {
            if (frame.getClassName().startsWith(HOUSE)) {
                return innermost.getClass().getSimpleName() + " at " + frame.getFileName() + ":"
                        + frame.getLineNumber();
            }
        }
        return innermost.getClass().getSimpleName();
    }

    private static <X> @Nullable X find(Throwable exception, Class<X> type) {
        for (Throwable at = exception; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
