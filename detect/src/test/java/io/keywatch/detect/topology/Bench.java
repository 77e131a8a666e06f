package io.keywatch.detect.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.correlate.JoinSettings;
import io.keywatch.detect.sigma.SigmaRuleSet;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topic;
import io.keywatch.schemas.streams.DeadLetterHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;

/** A topology under test, with a registry in memory and the dead-letter handler of production. */
final class Bench implements AutoCloseable {
    /** Run with -Dkeywatch.approve=true to accept a changed topology. */
    private static final boolean APPROVE = Boolean.getBoolean("keywatch.approve");

    private final SchemaIds ids;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final String stage;
    private final Path state;
    private @Nullable TopologyTestDriver driver;

    Bench(String stage) {
        this(stage, new MockSchemaRegistryClient());
    }

    Bench(String stage, SchemaRegistryClient registry) {
        this.stage = stage;
        this.ids = new SchemaIds(registry);
        ids.registerAll();
        try {
            this.state = Files.createTempDirectory("keywatch-topology-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The access application as it is by default, its stores in memory. */
    void startAccess(AccessSettings settings) {
        startAccess(settings, JoinSettings.DEFAULTS, () -> SigmaRuleSet.EMPTY);
    }

    void startAccess(AccessSettings settings, JoinSettings joins, Supplier<SigmaRuleSet> userRules) {
        start(
                AccessTopology.APPLICATION_ID,
                AccessTopology.build(settings, joins, userRules, ids, StoreTables.Medium.MEMORY));
    }

    void startPosture(PostureSettings settings) {
        start(PostureTopology.APPLICATION_ID, PostureTopology.build(settings, ids, StoreTables.Medium.MEMORY));
    }

    void start(String applicationId, Topology topology) {
        Map<String, Object> config = new HashMap<>();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        // the default is one folder for all on the machine, another test run's too
        config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        // not exactly_once_v2: the driver forgets what a failed deserialisation sent before the transaction ends
        DeadLetterHandler.install(config, stage, ids, metrics, InstantSource.fixed(Instant.EPOCH));
        Properties properties = new Properties();
        properties.putAll(config);
        driver = new TopologyTestDriver(topology, properties, Instant.parse("2026-03-10T10:00:00Z"));
    }

    SchemaIds ids() {
        return ids;
    }

    SimpleMeterRegistry metrics() {
        return metrics;
    }

    TopologyTestDriver driver() {
        if (driver == null) {
            throw new IllegalStateException("start first");
        }
        return driver;
    }

    <T extends SpecificRecord> TestInputTopic<String, T> input(Topic<T> topic) {
        return driver().createInputTopic(
                        topic.name(),
                        new StringSerializer(),
                        AvroSerde.of(topic, ids).serializer());
    }

    <T extends SpecificRecord> TestOutputTopic<String, T> output(Topic<T> topic) {
        return driver().createOutputTopic(
                        topic.name(),
                        new StringDeserializer(),
                        AvroSerde.of(topic, ids).deserializer());
    }

    /** A changed topology shows in review: nodes, stores and topics are a contract with the brokers' ACLs and state. */
    void expectApproved(String name, Topology topology) {
        Path approved = Path.of("src", "test", "resources", "topology", name + ".txt");
        String described = topology.describe().toString();
        try {
            if (APPROVE) {
                Files.createDirectories(approved.getParent());
                Files.writeString(approved, described);
            }
            assertThat(described).isEqualTo(Files.readString(approved));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (driver != null) {
            driver.close();
        }
        // the driver removes what it made and leaves the folder
        var _ = state.toFile().delete();
    }
}
