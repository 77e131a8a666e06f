package io.keywatch.local.bench;

import io.keywatch.local.EmbeddedKafka;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topic;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker with every topic of Keywatch, in a folder that goes with it. */
final class BenchBroker implements AutoCloseable {
    private static final int PARTITIONS = 4;

    /** As ingest sends: throughput before the last millisecond. */
    private static final Map<String, Object> SENDING = Map.of("linger.ms", 20, "batch.size", 256 * 1024);

    private final Path folder;
    private final EmbeddedKafka kafka;
    private final SchemaIds ids;

    private BenchBroker(Path folder, EmbeddedKafka kafka, SchemaIds ids) {
        this.folder = folder;
        this.kafka = kafka;
        this.ids = ids;
    }

    static BenchBroker start(SchemaIds ids) throws IOException, ExecutionException, InterruptedException {
        Path folder = Files.createTempDirectory("keywatch-bench-");
        EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
            admin.createTopics(Topics.all().stream()
                            .map(topic -> new NewTopic(topic.name(), PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        return new BenchBroker(folder, kafka, ids);
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Where Streams applications keep their state; may not exist yet. */
    Path state() {
        return folder.resolve("streams");
    }

    <V extends SpecificRecord> KafkaProducer<String, V> producer(Topic<V> topic) {
        Map<String, Object> settings = new HashMap<>(SENDING);
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return new KafkaProducer<>(
                settings, new StringSerializer(), AvroSerde.of(topic, ids).serializer());
    }

    /** Keyed as ingest keys it. */
    static ProducerRecord<String, ApiCall> record(ApiCall call) {
        String key = call.getRecipientAccountId() + "/" + call.getPrincipal().getId();
        return new ProducerRecord<>(Topics.CLOUDTRAIL.name(), key, call);
    }

    /** Blocks until every call is acknowledged. */
    void send(int calls, Supplier<ApiCall> next) throws ExecutionException, InterruptedException {
        send(Topics.CLOUDTRAIL, calls, i -> record(next.get()));
    }

    /** Blocks until every record is acknowledged. */
    <V extends SpecificRecord> void send(Topic<V> topic, int count, IntFunction<ProducerRecord<String, V>> record)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, V> producer = producer(topic)) {
            List<Future<RecordMetadata>> sends = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                sends.add(producer.send(record.apply(i)));
            }
            producer.flush();
            for (Future<RecordMetadata> send : sends) {
                send.get();
            }
        }
    }

    /** Of everything below the folder; 0 where there is none. */
    static long bytes(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        kafka.close();
        delete(folder);
    }
}
