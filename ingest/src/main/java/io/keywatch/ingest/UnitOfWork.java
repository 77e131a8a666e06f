package io.keywatch.ingest;

import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topic;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.ObjectChange;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Everything one message yields on its way to Kafka. Sends go out as they come; {@link #acknowledged} tells when the
 * broker has all of them. Sent from one thread.
 */
final class UnitOfWork {
    private final Outlet outlet;
    private final AtomicInteger pending = new AtomicInteger(1);
    private final AtomicReference<@Nullable Exception> fault = new AtomicReference<>();
    private final CompletableFuture<Void> allAnswered = new CompletableFuture<>();
    private @Nullable ApiCallEncoder encoder;

    UnitOfWork(Outlet outlet) {
        this.outlet = outlet;
    }

    void send(ApiCall call) {
        ApiCallEncoder known = encoder;
        if (known == null) {
            known = new ApiCallEncoder(outlet.calls.schemaId());
            encoder = known;
        }
        byte[] bytes = outlet.byHand
                ? known.encode(call)
                : outlet.calls.serializer().serialize(Topics.CLOUDTRAIL.name(), call);
        send(Topics.CLOUDTRAIL, CloudTrailKey.of(call), bytes);
    }

    void send(ObjectChange change) {
        send(
                Topics.OBJECT_CHANGES,
                change.getResourceId(),
                outlet.changes.serialize(Topics.OBJECT_CHANGES.name(), change));
    }

    void send(DeadLetter letter) {
        send(Topics.DEAD_LETTERS, letter.getId(), outlet.letters.serialize(Topics.DEAD_LETTERS.name(), letter));
    }

    /**
     * Waits for the broker's answers. Nothing may be sent afterwards.
     *
     * @return null when all is there, else what went wrong first
     */
    @Nullable
    Exception acknowledged(Duration patience) throws InterruptedException {
        answered();
        try {
            allAnswered.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("never completed exceptionally", e);
        }
        return fault.get();
    }

    private void send(Topic<?> topic, String key, byte[] bytes) {
        pending.incrementAndGet();
        try {
            var _ = outlet.producer.send(new ProducerRecord<>(topic.name(), key, bytes), (metadata, exception) -> {
                if (exception != null) {
                    fault.compareAndSet(null, exception);
                }
                answered();
            });
        } catch (RuntimeException e) {
            // thrown instead of answered: the callback will not come
            answered();
            throw e;
        }
    }

    private void answered() {
        if (pending.decrementAndGet() == 0) {
            allAnswered.complete(null);
        }
    }

    /** The way to Kafka, shared by all units. */
    static final class Outlet {
        private final Producer<String, byte[]> producer;
        private final AvroSerde<ApiCall> calls;
        private final boolean byHand = ApiCallEncoder.fits();
        private final Serializer<ObjectChange> changes;
        private final Serializer<DeadLetter> letters;

        Outlet(Producer<String, byte[]> producer, SchemaIds ids) {
            this.producer = producer;
            this.calls = AvroSerde.of(Topics.CLOUDTRAIL, ids);
            this.changes = AvroSerde.of(Topics.OBJECT_CHANGES, ids).serializer();
            this.letters = AvroSerde.of(Topics.DEAD_LETTERS, ids).serializer();
        }
    }
}
