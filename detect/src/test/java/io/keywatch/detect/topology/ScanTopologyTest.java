package io.keywatch.detect.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.detect.fetch.Fetch;
import io.keywatch.detect.scan.RuleSet;
import io.keywatch.detect.scan.ScanLimits;
import io.keywatch.detect.scan.Scanner;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topic;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ChangeKind;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.ExposureKind;
import io.keywatch.schemas.v1.ExposureState;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.ObjectChange;
import io.keywatch.schemas.v1.Surface;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.random.RandomGenerator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanTopologyTest {
    private static final Instant T0 = Instant.parse("2026-11-24T03:00:00Z");
    private static final ScanSettings SETTINGS =
            new ScanSettings(3, Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofSeconds(5));

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
    private final String keyId = "AKIA" + random("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);
    private final String leak = "aws_access_key_id = " + keyId + "\naws_secret_access_key = "
            + random("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/+", 40) + "\n";

    /** What the bucket answers. */
    private Fetch answer = new Fetch.Gone();

    private int fetches;
    private TopologyTestDriver driver;
    private TestInputTopic<String, ObjectChange> changes;
    private TestOutputTopic<String, Finding> detections;
    private TestOutputTopic<String, Exposure> exposures;
    private TestOutputTopic<String, DeadLetter> deadLetters;

    @BeforeEach
    void start(@TempDir Path state) {
        ids.registerAll();
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, ScanTopology.APPLICATION_ID);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(topology(), properties, T0);
        changes = driver.createInputTopic(
                Topics.OBJECT_CHANGES.name(),
                Serdes.String().serializer(),
                AvroSerde.of(Topics.OBJECT_CHANGES, ids).serializer());
        detections = output(Topics.DETECTIONS);
        exposures = output(Topics.EXPOSURES);
        deadLetters = output(Topics.DEAD_LETTERS);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void isTheApprovedTopology() throws Exception {
        assertThat(topology().describe().toString())
                .isEqualTo(Files.readString(Path.of("src/test/resources/scan-topology.txt")));
    }

    @Test
    void aLeakedKeyBecomesAFindingAndAnExposure() {
        answer = content(leak);

        put("1", ChangeKind.CREATED);

        List<Finding> findings = detections.readValuesToList();
        assertThat(findings)
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.getFindingClass()).isEqualTo(FindingClass.EXPOSURE))
                .allSatisfy(finding -> assertThat(finding.getState()).isEqualTo(FindingState.OPEN))
                .allSatisfy(finding -> assertThat(finding.getDetectedAt()).isEqualTo(T0))
                .allSatisfy(finding -> assertThat(finding.getRevision()).isEqualTo(1));
        assertThat(exposures.readValuesToList()).anySatisfy(exposure -> {
            assertThat(exposure.getKind()).isEqualTo(ExposureKind.ACCESS_KEY_ID);
            assertThat(exposure.getAccessKeyId()).isEqualTo(keyId);
            assertThat(exposure.getState()).isEqualTo(ExposureState.OPEN);
        });
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void theSameChangeTwiceIsLookedAtOnce() {
        answer = content(leak);

        put("1", ChangeKind.CREATED);
        detections.readValuesToList();
        put("1", ChangeKind.CREATED);

        assertThat(fetches).isEqualTo(1);
        assertThat(detections.isEmpty()).isTrue();
    }

    @Test
    void aChangeThatComesLateIsNotLookedAt() {
        answer = content(leak);
        put("2", ChangeKind.CREATED);
        detections.readValuesToList();

        put("1", ChangeKind.DELETED);

        assertThat(detections.isEmpty()).isTrue();
    }

    @Test
    void sequencersOfDifferentLengthAreComparedAsS3Says() {
        answer = content(leak);
        put("0055AED6DCD90281E5", ChangeKind.CREATED);
        detections.readValuesToList();

        put("0055AED6DCD90281E4FF", ChangeKind.DELETED);

        assertThat(detections.isEmpty()).isTrue();
    }

    @Test
    void aCleanVersionResolvesTheFindingAndAnotherLeakReopensIt() {
        answer = content(leak);
        put("1", ChangeKind.CREATED);
        List<Finding> first = detections.readValuesToList();

        answer = content("nothing to see");
        put("2", ChangeKind.UPDATED);
        List<Finding> resolved = detections.readValuesToList();

        answer = content(leak);
        put("3", ChangeKind.UPDATED);
        List<Finding> again = detections.readValuesToList();

        assertThat(resolved)
                .hasSameSizeAs(first)
                .allSatisfy(finding -> assertThat(finding.getState()).isEqualTo(FindingState.RESOLVED))
                .allSatisfy(finding -> assertThat(finding.getRevision()).isEqualTo(2));
        assertThat(again)
                .extracting(Finding::getId)
                .containsExactlyElementsOf(first.stream().map(Finding::getId).toList());
        assertThat(again)
                .allSatisfy(finding -> assertThat(finding.getState()).isEqualTo(FindingState.OPEN))
                .allSatisfy(finding -> assertThat(finding.getRevision()).isEqualTo(3));
    }

    @Test
    void aDeletedObjectResolvesItsFindingsAndItsExposures() {
        answer = content(leak);
        put("1", ChangeKind.CREATED);
        detections.readValuesToList();
        exposures.readValuesToList();

        put("2", ChangeKind.DELETED);

        assertThat(detections.readValuesToList())
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.getState()).isEqualTo(FindingState.RESOLVED));
        assertThat(exposures.readValuesToList())
                .isNotEmpty()
                .allSatisfy(exposure -> assertThat(exposure.getState()).isEqualTo(ExposureState.GONE));
        assertThat(fetches).isEqualTo(1);
    }

    @Test
    void anObjectThatIsGoneWhenWeComeIsADeadLetterWithAPointer() {
        answer = new Fetch.Gone();

        put("1", ChangeKind.CREATED);

        assertThat(detections.isEmpty()).isTrue();
        assertThat(deadLetters.readValuesToList()).singleElement().satisfies(letter -> {
            assertThat(letter.getCause()).isEqualTo(DeadLetterCause.NOT_FOUND);
            assertThat(letter.getResourceId()).isEqualTo("bucket/key");
        });
    }

    @Test
    void accessDeniedIsACoverageFindingUntilItCanBeRead() {
        answer = new Fetch.Denied("AccessDenied");
        put("1", ChangeKind.CREATED);

        Finding blind = detections.readValue();
        assertThat(blind.getFindingClass()).isEqualTo(FindingClass.COVERAGE);
        assertThat(deadLetters.readValue().getCause()).isEqualTo(DeadLetterCause.ACCESS_DENIED);

        answer = content("nothing to see");
        put("1", ChangeKind.CREATED);

        assertThat(detections.readValuesToList()).singleElement().satisfies(finding -> {
            assertThat(finding.getId()).isEqualTo(blind.getId());
            assertThat(finding.getState()).isEqualTo(FindingState.RESOLVED);
        });
    }

    @Test
    void aPassingFaultIsRetriedAndNothingIsLost() {
        answer = new Fetch.Failed("AWS answered 503 SlowDown", true);
        put("1", ChangeKind.CREATED);
        assertThat(detections.isEmpty()).isTrue();

        answer = content(leak);
        driver.advanceWallClockTime(Duration.ofSeconds(15));

        assertThat(detections.readValuesToList()).isNotEmpty();
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void aFaultThatLastsBecomesADeadLetterAndACoverageFinding() {
        answer = new Fetch.Failed("AWS answered 503 SlowDown", true);
        put("1", ChangeKind.CREATED);

        for (int i = 0; i < 20; i++) {
            driver.advanceWallClockTime(Duration.ofSeconds(10));
        }

        assertThat(fetches).isEqualTo(SETTINGS.maxAttempts());
        assertThat(deadLetters.readValuesToList())
                .singleElement()
                .satisfies(letter -> assertThat(letter.getCause()).isEqualTo(DeadLetterCause.UNREADABLE));
        assertThat(detections.readValuesToList())
                .singleElement()
                .satisfies(finding -> assertThat(finding.getFindingClass()).isEqualTo(FindingClass.COVERAGE));
    }

    @Test
    void onlyTheHeadOfAnObjectIsNeverClean() {
        answer = new Fetch.Content("bucket/key", "head".getBytes(StandardCharsets.UTF_8), Map.of(), false);

        put("1", ChangeKind.CREATED);

        assertThat(detections.readValuesToList())
                .singleElement()
                .satisfies(finding -> assertThat(finding.getFindingClass()).isEqualTo(FindingClass.COVERAGE));
    }

    private Topology topology() {
        Scanner scanner = Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
        return ScanTopology.build(
                SETTINGS,
                ids,
                scanner,
                change -> {
                    fetches++;
                    return answer;
                },
                () -> T0,
                metrics);
    }

    private void put(String sequencer, ChangeKind kind) {
        changes.pipeInput(
                "bucket/key",
                ObjectChange.newBuilder()
                        .setResourceId("bucket/key")
                        .setSurface(Surface.S3_OBJECT)
                        .setChange(kind)
                        .setEventTime(T0)
                        .setIngestedAt(T0)
                        .setBucket("bucket")
                        .setKey("key")
                        .setSequencer(sequencer)
                        .build(),
                T0);
    }

    private static Fetch content(String text) {
        return new Fetch.Content("bucket/key", text.getBytes(StandardCharsets.UTF_8), Map.of(), true);
    }

    private static String random(String alphabet, int length) {
        RandomGenerator random = RandomGenerator.getDefault();
        StringBuilder text = new StringBuilder();
        random.ints(length, 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
        return text.toString();
    }

    private <T extends SpecificRecord> TestOutputTopic<String, T> output(Topic<T> topic) {
        return driver.createOutputTopic(
                topic.name(),
                Serdes.String().deserializer(),
                AvroSerde.of(topic, ids).deserializer());
    }
}
