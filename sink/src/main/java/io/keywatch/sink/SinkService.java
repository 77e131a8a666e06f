package io.keywatch.sink;

import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.sink.cloudwatch.LogsSink;
import io.keywatch.sink.cloudwatch.MetricsSink;
import io.keywatch.sink.opensearch.OpenSearchConnection;
import io.keywatch.sink.opensearch.OpenSearchSink;
import io.keywatch.sink.sns.SnsSink;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the configured sinks, each on a thread and in a consumer group of its own. */
public final class SinkService implements AutoCloseable {
    /** Followed by the sink's name: opensearch, sns, cloudwatch (metrics), cloudwatch-logs. */
    public static final String GROUP_PREFIX = "keywatch-sink-";

    private static final Logger LOG = LoggerFactory.getLogger(SinkService.class);

    /** An attempt under way may take its time-outs; see the contract of {@link Sink}. */
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(30);

    private final Map<String, FindingsConsumer> consumers;
    private final List<Thread> threads;
    private final Producer<String, DeadLetter> producer;

    private SinkService(
            Map<String, FindingsConsumer> consumers, List<Thread> threads, Producer<String, DeadLetter> producer) {
        this.consumers = consumers;
        this.threads = threads;
        this.producer = producer;
    }

    /**
     * Starts reading at once. A target that is down does not fail the start: see {@link #state()}.
     *
     * @param consumerProps connection and security of the Kafka consumers; group, serdes and commits are set here
     * @param producerProps connection and security of the dead letter producer
     * @throws IllegalArgumentException when a configured sink has no client
     */
    public static SinkService start(
            SinkSettings settings,
            Map<String, Object> consumerProps,
            Map<String, Object> producerProps,
            SchemaIds ids,
            SinkClients clients,
            MeterRegistry registry) {
        InstantSource clock = InstantSource.system();
        List<Sink> sinks = sinks(settings, clients, clock);
        Map<String, Object> producing = new HashMap<>(producerProps);
        producing.put(ProducerConfig.ACKS_CONFIG, "all");
        producing.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        producing.put(ProducerConfig.CLIENT_ID_CONFIG, GROUP_PREFIX + "dead-letters");
        Producer<String, DeadLetter> producer = new KafkaProducer<>(
                producing,
                new StringSerializer(),
                AvroSerde.of(Topics.DEAD_LETTERS, ids).serializer());
        DeadLetters deadLetters = new DeadLetters(producer, clock);
        Map<String, FindingsConsumer> consumers = new TreeMap<>();
        List<Thread> threads = new ArrayList<>();
        for (Sink sink : sinks) {
            FindingsConsumer consumer = new FindingsConsumer(
                    sink,
                    new KafkaConsumer<>(
                            consuming(consumerProps, sink.name()),
                            new StringDeserializer(),
                            new ByteArrayDeserializer()),
                    AvroSerde.of(Topics.FINDINGS, ids).deserializer(),
                    deadLetters,
                    registry,
                    new Backoff(RandomGenerator.getDefault()),
                    clock);
            consumers.put(sink.name(), consumer);
            threads.add(Thread.ofPlatform()
                    .name(GROUP_PREFIX + sink.name())
                    .daemon()
                    .start(consumer));
        }
        return new SinkService(Map.copyOf(consumers), List.copyOf(threads), producer);
    }

    /** Readiness by sink name. */
    public Map<String, Readiness> state() {
        Map<String, Readiness> state = new TreeMap<>();
        consumers.forEach((name, consumer) -> state.put(name, consumer.readiness()));
        return state;
    }

    /** Lets attempts under way finish and commit, then leaves the groups. The AWS clients stay open. */
    @Override
    public void close() {
        consumers.values().forEach(FindingsConsumer::stop);
        try {
            for (Thread thread : threads) {
                if (!thread.join(CLOSE_WAIT)) {
                    LOG.warn("{} is still delivering; it is left behind uncommitted", thread.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE_WAIT);
    }

    private static List<Sink> sinks(SinkSettings settings, SinkClients clients, InstantSource clock) {
        List<Sink> sinks = new ArrayList<>();
        settings.sns().ifPresent(sns -> sinks.add(new SnsSink(sns, client(clients.sns(), "sns"))));
        settings.cloudWatch().ifPresent(cloudWatch -> {
            cloudWatch
                    .namespace()
                    .ifPresent(namespace ->
                            sinks.add(new MetricsSink(namespace, client(clients.cloudWatch(), "cloudWatch"), clock)));
            cloudWatch
                    .logGroup()
                    .ifPresent(group -> sinks.add(new LogsSink(
                            group, cloudWatch.logStream(), client(clients.logs(), "cloudWatch.logGroup"), clock)));
        });
        // last, because it opens connections
        settings.openSearch()
                .ifPresent(openSearch ->
                        sinks.add(new OpenSearchSink(OpenSearchConnection.open(openSearch), openSearch.alias())));
        return sinks;
    }

    private static <C> C client(@Nullable C client, String part) {
        if (client == null) {
            throw new IllegalArgumentException(part + " is configured, but there is no client for it");
        }
        return client;
    }

    private static Map<String, Object> consuming(Map<String, Object> props, String sink) {
        Map<String, Object> consuming = new HashMap<>(props);
        consuming.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP_PREFIX + sink);
        consuming.put(ConsumerConfig.CLIENT_ID_CONFIG, GROUP_PREFIX + sink);
        consuming.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consuming.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consuming.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // enrich may run with transactions
        consuming.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return consuming;
    }
}
