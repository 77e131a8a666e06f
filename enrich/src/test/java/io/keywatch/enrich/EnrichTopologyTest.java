package io.keywatch.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Suppression;
import io.keywatch.schemas.v1.Transition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrichTopologyTest {
    private static final Instant START = TestFindings.TIME;

    private final SchemaIds ids = schemas();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Topology topology = EnrichTopology.build(EnrichSettings.defaults(), ids, registry);
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Finding> detections;
    private final TestInputTopic<String, byte[]> rawDetections;
    private final TestInputTopic<String, Suppression> suppressions;
    private final TestInputTopic<String, byte[]> rawSuppressions;
    private final TestOutputTopic<String, Finding> findings;
    private final TestOutputTopic<String, DeadLetter> deadLetters;

    EnrichTopologyTest(@TempDir Path state) {
        Properties properties = new Properties();
        properties.putAll(EnrichTopology.properties(ids, registry));
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(topology, properties, START);
        StringSerializer key = new StringSerializer();
        detections = driver.createInputTopic(
                Topics.DETECTIONS.name(),
                key,
                AvroSerde.of(Topics.DETECTIONS, ids).serializer());
        rawDetections = driver.createInputTopic(Topics.DETECTIONS.name(), key, new ByteArraySerializer());
        suppressions = driver.createInputTopic(
                Topics.SUPPRESSIONS.name(),
                key,
                AvroSerde.of(Topics.SUPPRESSIONS, ids).serializer());
        rawSuppressions = driver.createInputTopic(Topics.SUPPRESSIONS.name(), key, new ByteArraySerializer());
        findings = driver.createOutputTopic(
                Topics.FINDINGS.name(),
                new StringDeserializer(),
                AvroSerde.of(Topics.FINDINGS, ids).deserializer());
        deadLetters = driver.createOutputTopic(
                Topics.DEAD_LETTERS.name(),
                new StringDeserializer(),
                AvroSerde.of(Topics.DEAD_LETTERS, ids).deserializer());
    }

    @BeforeEach
    void nothingYet() {
        assertThat(findings.isEmpty()).isTrue();
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void hasTheApprovedShape() throws IOException {
        try (InputStream in = EnrichTopologyTest.class.getResourceAsStream("topology.txt")) {
            assertThat(topology.describe().toString()).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void keysFindingsByTheirId() {
        detect(TestFindings.exposure("f1", 1));
        var record = findings.readRecord();
        assertThat(record.key()).isEqualTo("f1");
        assertThat(record.value().getTransition()).isEqualTo(Transition.CREATED);
        assertThat(record.value().getContext()).isNotNull();
        assertThat(record.value().getNist()).isNotEmpty();
    }

    @Test
    void dropsReplaysAndOlderDetections() {
        detect(TestFindings.exposure("f1", 2));
        detect(TestFindings.exposure("f1", 2));
        detect(TestFindings.exposure("f1", 1));
        assertThat(findings.readValuesToList()).hasSize(1);
        assertThat(count("unchanged")).isEqualTo(1);
        assertThat(count("superseded")).isEqualTo(1);
    }

    @Test
    void suppressesUntilTheSuppressionExpires() {
        suppressions.pipeInput(
                "s1",
                Suppression.newBuilder()
                        .setId("s1")
                        .setRuleId("aws-access-key")
                        .setReason("known")
                        .setOwner("ana")
                        .setCreated(START.minus(Duration.ofDays(1)))
                        .setExpires(START.plus(Duration.ofHours(1)))
                        .build());
        detect(TestFindings.exposure("f1", 1));
        Finding suppressed = findings.readValue();
        assertThat(suppressed.getSuppressionId()).isEqualTo("s1");
        assertThat(suppressed.getTransition()).isEqualTo(Transition.SUPPRESSED);

        driver.advanceWallClockTime(Duration.ofHours(2));
        detect(TestFindings.exposure("f1", 2));
        Finding back = findings.readValue();
        assertThat(back.getSuppressionId()).isNull();
        assertThat(back.getTransition()).isEqualTo(Transition.REOPENED);
    }

    @Test
    void hidesNothingByASuppressionThatCannotBeRead() {
        rawSuppressions.pipeInput("s1", "garbage".getBytes(StandardCharsets.UTF_8));
        detect(TestFindings.exposure("f1", 1));
        assertThat(findings.readValue().getTransition()).isEqualTo(Transition.CREATED);
        assertThat(registry.get("keywatch.enrich.suppressions.unreadable")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void forgetsASuppressionThatIsDeleted() {
        suppressions.pipeInput(
                "s1",
                Suppression.newBuilder()
                        .setId("s1")
                        .setRuleId("aws-access-key")
                        .setReason("known")
                        .setOwner("ana")
                        .setCreated(START.minus(Duration.ofDays(1)))
                        .setExpires(START.plus(Duration.ofHours(1)))
                        .build());
        rawSuppressions.pipeInput("s1", null);
        detect(TestFindings.exposure("f1", 1));
        assertThat(findings.readValue().getTransition()).isEqualTo(Transition.CREATED);
    }

    @Test
    void writesAPointerForWhatCannotBeRead() {
        rawDetections.pipeInput("x", "not avro, and nobody may read it elsewhere".getBytes(StandardCharsets.UTF_8));
        rawDetections.pipeInput("y", new byte[] {0, 0, 0, 0x7f, 0x7f, 1});
        detect(TestFindings.exposure("f1", 1));

        DeadLetter letter = deadLetters.readValue();
        assertThat(letter.getStage()).isEqualTo("enrich");
        assertThat(letter.getCause()).isEqualTo(DeadLetterCause.MALFORMED);
        assertThat(letter.getPointer().getTopic()).isEqualTo(Topics.DETECTIONS.name());
        assertThat(letter.toString()).doesNotContain("nobody may read");
        assertThat(deadLetters.readValue().getCause()).isEqualTo(DeadLetterCause.UNKNOWN_SCHEMA);
        assertThat(findings.readValuesToList()).hasSize(1);
    }

    private void detect(Finding finding) {
        detections.pipeInput(finding.getId(), finding, finding.getLastSeen());
    }

    private double count(String outcome) {
        return registry.get("keywatch.enrich.detections")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static SchemaIds schemas() {
        SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();
        return ids;
    }
}
