package io.keywatch.local.bench;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.app.bench.Bench;
import io.keywatch.app.service.StreamsGuarantee;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.topology.AccessTopology;
import io.keywatch.enrich.EnrichSettings;
import io.keywatch.enrich.EnrichTopology;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * From a call's delivery to cloudtrail.v1 until its finding can be read from findings.v1, while secret reads go through
 * the access application, exactly once, at 80 % of what it sustains here, broker and enrichment in the same JVM.
 */
public final class LatencyBench implements Bench {
    private static final int ROLES = 10_000;
    private static final int SECRETS = 5;
    private static final int TO_FIND_THE_RATE = 150_000;
    private static final double LOAD = 0.8;
    private static final int SECONDS = 30;

    /** Of that many calls one raises a finding by itself. */
    private static final int ONE_IN = 200;

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration LAST_WAIT = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String description() {
        return "ms from a call on cloudtrail.v1 to its finding on findings.v1 at 80 % load; baseline: none.";
    }

    @Override
    public void run(Consumer<Result> results) throws Exception {
        SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();
        BenchCalls calls = new BenchCalls(1, ROLES, SECRETS);
        try (BenchBroker broker = BenchBroker.start(ids);
                StreamsRun access = StreamsRun.start(
                        broker,
                        "bench-access",
                        AccessTopology.build(AccessSettings.defaults(), ids),
                        StreamsGuarantee.exactlyOnce());
                StreamsRun enrich = enrich(broker, ids);
                KafkaConsumer<String, Finding> findings = findings(broker, ids)) {
            access.awaitRunning();
            enrich.awaitRunning();
            findings.subscribe(List.of(Topics.FINDINGS.name()));
            findings.poll(Duration.ofSeconds(1));
            broker.send(ROLES * SECRETS, calls::nextPair);
            calls.pause(Duration.ofDays(2));
            broker.send(TO_FIND_THE_RATE / 2, calls::secretRead); // warm
            access.awaitDrained(Topics.CLOUDTRAIL.name());
            double sustained = sustained(broker, access, calls);
            results.accept(Result.of("sustained", sustained, "calls/s"));

            Map<String, Long> sent = new ConcurrentHashMap<>();
            double rate = sustained * LOAD;
            Thread load = Thread.ofPlatform().start(() -> load(broker, calls, rate, sent));
            long[] latencies = latencies(findings, load, sent);
            load.join();
            if (latencies.length == 0 || !sent.isEmpty()) {
                throw new IllegalStateException(sent.size() + " findings did not come");
            }
            Arrays.sort(latencies);
            results.accept(Result.of("at", rate, "calls/s"));
            results.accept(Result.of("findings", latencies.length, "findings"));
            results.accept(Result.of("p50", millis(latencies, 0.50), "ms"));
            results.accept(Result.of("p99", millis(latencies, 0.99), "ms"));
        }
    }

    private static double sustained(BenchBroker broker, StreamsRun access, BenchCalls calls) throws Exception {
        long began = System.nanoTime();
        broker.send(TO_FIND_THE_RATE, calls::secretRead);
        long drained = access.awaitDrained(Topics.CLOUDTRAIL.name());
        return TO_FIND_THE_RATE * (double) NANOS / (drained - began);
    }

    /** @param sent event id of each call that raises a finding, with when it was sent */
    private static void load(BenchBroker broker, BenchCalls calls, double rate, Map<String, Long> sent) {
        try (KafkaProducer<String, ApiCall> producer = broker.producer(Topics.CLOUDTRAIL)) {
            long began = System.nanoTime();
            long total = (long) (rate * SECONDS);
            for (long i = 0; i < total; i++) {
                long due = began + (long) (i / rate * NANOS);
                long early = due - System.nanoTime();
                if (early > 0) {
                    LockSupport.parkNanos(early);
                }
                ApiCall call = i % ONE_IN == 0 ? calls.trailStopped((int) (i / ONE_IN)) : calls.secretRead();
                if (i % ONE_IN == 0) {
                    // from when it was due: a producer that falls behind must not hide the wait
                    sent.put(call.getEventId(), due);
                }
                var _ = producer.send(BenchBroker.record(call));
            }
        }
    }

    private static long[] latencies(KafkaConsumer<String, Finding> findings, Thread load, Map<String, Long> sent) {
        long[] latencies = new long[0];
        long ended = Long.MAX_VALUE;
        while (load.isAlive() || !sent.isEmpty()) {
            for (var record : findings.poll(Duration.ofMillis(10))) {
                long now = System.nanoTime();
                for (var evidence : record.value().getEvidence()) {
                    Long at = evidence.getEventId() == null ? null : sent.remove(evidence.getEventId());
                    if (at != null) {
                        latencies = Arrays.copyOf(latencies, latencies.length + 1);
                        latencies[latencies.length - 1] = now - at;
                    }
                }
            }
            if (load.isAlive()) {
                ended = System.nanoTime();
            } else if (System.nanoTime() - ended > LAST_WAIT.toNanos()) {
                break;
            }
        }
        return latencies;
    }

    private static double millis(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(sorted.length * quantile) - 1)] / 1e6;
    }

    private static StreamsRun enrich(BenchBroker broker, SchemaIds ids) {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        Map<String, Object> settings = new HashMap<>(EnrichTopology.properties(ids, metrics));
        settings.remove("application.id");
        return StreamsRun.start(
                broker, "bench-enrich", EnrichTopology.build(EnrichSettings.defaults(), ids, metrics), settings);
    }

    private static KafkaConsumer<String, Finding> findings(BenchBroker broker, SchemaIds ids) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "group.id", "bench-findings",
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed"),
                new StringDeserializer(),
                AvroSerde.of(Topics.FINDINGS, ids).deserializer());
    }
}
