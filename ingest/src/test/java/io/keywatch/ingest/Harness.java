package io.keywatch.ingest;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.ingest.cloudtrail.ReaderLimits;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topic;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.ObjectChange;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The real service between queues, buckets and a broker in memory. */
final class Harness implements AutoCloseable {
    static final String QUEUE = "https://sqs.local/000000000000/queue";

    final FakeSqs sqs = new FakeSqs();
    final FakeS3 s3 = new FakeS3();
    final MockProducer<String, byte[]> producer;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
    private @Nullable IngestService service;

    Harness(boolean brokerAnswersAtOnce) {
        producer = new MockProducer<>(brokerAnswersAtOnce, null, new StringSerializer(), new ByteArraySerializer());
        ids.registerAll();
    }

    IngestService start(QueueKind kind) {
        return start(kind, Set.of(), 16, 1 << 20);
    }

    IngestService start(QueueKind kind, Set<String> logBuckets, int messagesInFlight, long objectBytes) {
        IngestService started = IngestService.start(
                new IngestSettings(
                        List.of(new QueueSettings(QUEUE, kind, logBuckets)),
                        messagesInFlight,
                        objectBytes,
                        objectBytes * 2,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(1),
                        3,
                        Duration.ofMinutes(15),
                        Duration.ofSeconds(5),
                        ReaderLimits.DEFAULTS),
                sqs,
                s3,
                producer,
                ids,
                metrics);
        service = started;
        return started;
    }

    List<ApiCall> calls() {
        return sent(Topics.CLOUDTRAIL);
    }

    List<ObjectChange> changes() {
        return sent(Topics.OBJECT_CHANGES);
    }

    List<DeadLetter> letters() {
        return sent(Topics.DEAD_LETTERS);
    }

    private <T extends SpecificRecord> List<T> sent(Topic<T> topic) {
        AvroSerde<T> serde = AvroSerde.of(topic, ids);
        return producer.history().stream()
                .filter(record -> record.topic().equals(topic.name()))
                .map(record -> serde.deserializer().deserialize(topic.name(), record.value()))
                .toList();
    }

    double count(String name, String... tags) {
        return metrics.find("keywatch.ingest." + name).tags(tags).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    static String created(String bucket, String key) {
        return notification("ObjectCreated:Put", bucket, key, "");
    }

    /** @param more fields of the object, each with its comma before it */
    static String notification(String event, String bucket, String key, String more) {
        return "{\"Records\":[{\"eventName\":\"" + event
                + "\",\"eventTime\":\"2026-11-24T11:59:00Z\",\"s3\":{\"bucket\":" + "{\"name\":\"" + bucket
                + "\"},\"object\":{\"key\":\"" + key + "\"" + more + "}}}]}";
    }

    @Override
    public void close() {
        if (service != null) {
            service.close();
        }
    }
}
