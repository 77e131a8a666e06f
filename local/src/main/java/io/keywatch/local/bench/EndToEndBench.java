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
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ChangeKind;
import io.keywatch.schemas.v1.ObjectChange;
import io.keywatch.schemas.v1.Surface;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * Objects a second through the scan application on a real broker, with a reader that takes 40 ms an object. Baseline:
 * the same application without looking ahead, in the same run.
 */
public final class EndToEndBench implements Bench {
    private static final Duration GET = Duration.ofMillis(40);
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
        SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();
        double blocking = rate(ids, BLOCKING_OBJECTS, false);
        double ahead = rate(ids, AHEAD_OBJECTS, true);
        results.accept(new Result("scan-look-ahead", ahead, "objects/s", blocking));
    }

    private static double rate(SchemaIds ids, int objects, boolean lookAhead) throws Exception {
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
            Scanner scanner = Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
            Topology topology = ScanTopology.build(
                    ScanSettings.DEFAULTS, ids, scanner, counted, InstantSource.system(), new SimpleMeterRegistry());
            try (BenchBroker broker = BenchBroker.start(ids)) {
                broker.send(Topics.OBJECT_CHANGES, objects, EndToEndBench::change);
                try (StreamsRun run =
                        StreamsRun.start(broker, "bench-scan", topology, settings(ids, lookAhead, ahead))) {
                    run.awaitRunning();
                    if (!done.await(2, TimeUnit.MINUTES)) {
                        throw new IllegalStateException(done.getCount() + " objects were not scanned in two minutes");
                    }
                    return objects / ((System.nanoTime() - first.get()) / 1e9);
                }
            }
        }
    }

    private static ProducerRecord<String, ObjectChange> change(int index) {
        String key = "bucket/object-" + index;
        Instant now = Instant.now();
        ObjectChange change = ObjectChange.newBuilder()
                .setResourceId(key)
                .setSurface(Surface.S3_OBJECT)
                .setChange(ChangeKind.CREATED)
                .setBucket("bucket")
                .setKey(key.substring(key.indexOf('/') + 1))
                .setSize((long) CONTENT.length)
                .setEventTime(now)
                .setIngestedAt(now)
                .build();
        return new ProducerRecord<>(Topics.OBJECT_CHANGES.name(), key, change);
    }

    private static Map<String, Object> settings(SchemaIds ids, boolean lookAhead, LookAheadReader ahead) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        if (lookAhead) {
            settings.put(StreamsConfig.mainConsumerPrefix("interceptor.classes"), LookAheadInterceptor.class.getName());
            settings.put(StreamsConfig.mainConsumerPrefix(LookAheadInterceptor.READER), ahead);
            settings.put(
                    StreamsConfig.mainConsumerPrefix(LookAheadInterceptor.DESERIALIZER),
                    AvroSerde.of(Topics.OBJECT_CHANGES, ids).deserializer());
            settings.put(StreamsConfig.mainConsumerPrefix(LookAheadInterceptor.TOPIC), Topics.OBJECT_CHANGES.name());
        }
        return settings;
    }
}
