package io.keywatch.local.bench;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.app.bench.Bench;
import io.keywatch.detect.fetch.ContentReader;
import io.keywatch.detect.fetch.Fetch;
import io.keywatch.detect.fetch.FetchSettings;
import io.keywatch.detect.fetch.LookAheadInterceptor;
import io.keywatch.detect.fetch.LookAheadReader;
import io.keywatch.detect.scan.RuleSet;
import io.keywatch.detect.scan.ScanLimits;
import io.keywatch.detect.scan.Scanner;
import io.keywatch.detect.topology.ScanSettings;
import io.keywatch.detect.topology.ScanTopology;
import io.keywatch.local.EmbeddedKafka;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ChangeKind;
import io.keywatch.schemas.v1.ObjectChange;
import io.keywatch.schemas.v1.Surface;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Objects a second through the scan application on a real broker, with a reader that takes 40 ms an object. Baseline:
 * the same application without looking ahead, in the same run.
 */
public final class EndToEndBench implements Bench {
    private static final Duration GET = Duration.ofMillis(40);
    private static final int PARTITIONS = 4;
    private static final int AHEAD_OBJECTS = 2_000;

    /** Fewer, as each waits its turn. */
    private static final int BLOCKING_OBJECTS = 200;

    private static final byte[] CONTENT = "region = eu-central-1\nretries = 3\n".getBytes(StandardCharsets.UTF_8);

    @Override
    public String name() {
        return "e2e";
    }

    @Override
    public String description() {
        return "objects/s through the scan application at a 40 ms GET, two threads; baseline: without look-ahead.";
    }

    @Override
    public void run(Consumer<Result> results) throws Exception {
        Path folder = Files.createTempDirectory("keywatch-bench-");
        SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();
        double blocking = onABroker(ids, folder.resolve("blocking"), BLOCKING_OBJECTS, false);
        double ahead = onABroker(ids, folder.resolve("ahead"), AHEAD_OBJECTS, true);
        results.accept(new Result("scan-look-ahead", ahead, "objects/s", blocking));
    }

    private static double onABroker(SchemaIds ids, Path folder, int objects, boolean lookAhead) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
            return rate(kafka, ids, folder, objects, lookAhead);
        }
    }

    private static double rate(EmbeddedKafka kafka, SchemaIds ids, Path state, int objects, boolean lookAhead)
            throws Exception {
        makeTopics(kafka);
        CountDownLatch done = new CountDownLatch(objects);
        AtomicLong first = new AtomicLong();
        ContentReader slow = change -> {
            first.compareAndSet(0, System.nanoTime());
            try {
                Thread.sleep(GET);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Fetch.Content(change.getResourceId(), CONTENT, Map.of(), true);
        };
        try (LookAheadReader ahead = LookAheadReader.wrap(slow, FetchSettings.DEFAULTS, InstantSource.system())) {
            ContentReader reader = lookAhead ? ahead : slow;
            ContentReader counted = change -> {
                Fetch fetched = reader.fetch(change);
                done.countDown();
                return fetched;
            };
            send(kafka, ids, objects);
            Scanner scanner = Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
            Properties properties = properties(kafka, ids, state, lookAhead ? ahead : null);
            try (KafkaStreams streams = new KafkaStreams(
                    ScanTopology.build(
                            ScanSettings.DEFAULTS,
                            ids,
                            scanner,
                            counted,
                            InstantSource.system(),
                            new SimpleMeterRegistry()),
                    properties)) {
                streams.start();
                if (!done.await(2, TimeUnit.MINUTES)) {
                    throw new IllegalStateException(done.getCount() + " objects were not scanned in two minutes");
                }
                return objects / ((System.nanoTime() - first.get()) / 1e9);
            }
        }
    }

    private static void makeTopics(EmbeddedKafka kafka) throws Exception {
        List<String> names = List.of(
                Topics.OBJECT_CHANGES.name(),
                Topics.DETECTIONS.name(),
                Topics.EXPOSURES.name(),
                Topics.DEAD_LETTERS.name());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
            admin.createTopics(names.stream()
                            .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static void send(EmbeddedKafka kafka, SchemaIds ids, int objects)
            throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()),
                new StringSerializer(),
                AvroSerde.of(Topics.OBJECT_CHANGES, ids).serializer())) {
            List<Future<RecordMetadata>> sends = new ArrayList<>(objects);
            for (int i = 0; i < objects; i++) {
                String key = "bucket/object-" + i;
                sends.add(producer.send(new ProducerRecord<>(Topics.OBJECT_CHANGES.name(), key, change(key))));
            }
            producer.flush();
            for (Future<RecordMetadata> send : sends) {
                send.get();
            }
        }
    }

    private static ObjectChange change(String key) {
        Instant now = Instant.now();
        return ObjectChange.newBuilder()
                .setResourceId(key)
                .setSurface(Surface.S3_OBJECT)
                .setChange(ChangeKind.CREATED)
                .setBucket("bucket")
                .setKey(key.substring(key.indexOf('/') + 1))
                .setSize((long) CONTENT.length)
                .setEventTime(now)
                .setIngestedAt(now)
                .build();
    }

    private static Properties properties(
            EmbeddedKafka kafka, SchemaIds ids, Path state, @org.jspecify.annotations.Nullable LookAheadReader ahead) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench-" + state.getFileName());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        settings.put(StreamsConfig.mainConsumerPrefix("auto.offset.reset"), "earliest");
        if (ahead != null) {
            settings.put(StreamsConfig.mainConsumerPrefix("interceptor.classes"), LookAheadInterceptor.class.getName());
            settings.put(StreamsConfig.mainConsumerPrefix(LookAheadInterceptor.READER), ahead);
            settings.put(
                    StreamsConfig.mainConsumerPrefix(LookAheadInterceptor.DESERIALIZER),
                    AvroSerde.of(Topics.OBJECT_CHANGES, ids).deserializer());
            settings.put(StreamsConfig.mainConsumerPrefix(LookAheadInterceptor.TOPIC), Topics.OBJECT_CHANGES.name());
        }
        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }
}
