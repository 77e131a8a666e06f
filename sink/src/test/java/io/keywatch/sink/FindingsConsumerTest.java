package io.keywatch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.Finding;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FindingsConsumerTest {
    private static final String TOPIC = Topics.FINDINGS.name();
    private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
    private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);

    private final SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
    private final MockConsumer<String, byte[]> kafka = new MockConsumer<>("earliest");
    private final FakeSink sink = new FakeSink();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private boolean registryDown;
    private MockProducer<String, DeadLetter> letters = producer(true);

    @BeforeEach
    void registerSchemas() {
        ids.registerAll();
    }

    @Test
    void commitsOnlyWhatIsDelivered() {
        FindingsConsumer consumer = started();
        add(FIRST, 0, "a");
        add(FIRST, 1, "b");
        sink.answer = finding -> finding.getId().equals("b") ? Delivery.retry("429") : Delivery.delivered();

        consumer.step();
        assertThat(committed(FIRST)).isZero();

        sink.answer = finding -> Delivery.delivered();
        later();
        consumer.step();
        assertThat(committed(FIRST)).isEqualTo(2);
        assertThat(sink.offered).containsExactly(List.of("a", "b"), List.of("b"));
    }

    @Test
    void keepsPollingPausedWhileTheTargetIsDown() {
        FindingsConsumer consumer = started();
        add(FIRST, 0, "a");
        sink.answer = finding -> Delivery.retry("503");
        consumer.step();
        int tries = sink.offered.size();

        add(FIRST, 1, "b");
        for (int i = 0; i < 100; i++) {
            consumer.step();
        }

        assertThat(kafka.paused()).containsExactly(FIRST);
        assertThat(sink.offered).hasSize(tries);
        assertThat(consumer.readiness()).isEqualTo(Readiness.notReady("503"));

        sink.answer = finding -> Delivery.delivered();
        later();
        consumer.step();
        consumer.step();
        assertThat(kafka.paused()).isEmpty();
        assertThat(committed(FIRST)).isEqualTo(2);
        assertThat(consumer.readiness()).isEqualTo(Readiness.ready());
    }

    @Test
    void preparesAgainWhenNothingMoves() {
        FindingsConsumer consumer = started();
        assertThat(sink.prepared).isEqualTo(1);
        add(FIRST, 0, "a");
        sink.answer = finding -> Delivery.retry("404 index_not_found_exception");
        consumer.step();
        later();
        consumer.step();
        assertThat(sink.prepared).isEqualTo(2);
    }

    @Test
    void deliversNothingBeforeTheTargetIsReady() {
        sink.readiness = Readiness.notReady("opensearch answered 401");
        FindingsConsumer consumer = started();
        later();
        consumer.step();
        assertThat(consumer.readiness()).isEqualTo(Readiness.notReady("opensearch answered 401"));
        assertThat(sink.offered).isEmpty();
        assertThat(kafka.paused()).containsExactly(FIRST);
    }

    @Test
    void sendsARejectedItemToTheDeadLettersAndGoesOn() {
        FindingsConsumer consumer = started();
        add(FIRST, 0, "bad");
        add(FIRST, 1, "good");
        sink.answer = finding ->
                finding.getId().equals("bad") ? Delivery.reject(400, "mapper_parsing_exception") : Delivery.delivered();

        consumer.step();

        DeadLetter letter = onlyLetter();
        assertThat(letter.getStage()).isEqualTo("sink-fake");
        assertThat(letter.getCause()).isEqualTo(DeadLetterCause.REJECTED);
        assertThat(letter.getDetail()).isEqualTo("400 mapper_parsing_exception");
        assertThat(letter.getPointer().getTopic()).isEqualTo(TOPIC);
        assertThat(letter.getPointer().getOffset()).isZero();
        assertThat(committed(FIRST)).isEqualTo(2);
    }

    @Test
    void passesOverNothingThatTheDeadLettersDidNotTake() {
        letters = producer(false);
        FindingsConsumer consumer = started();
        add(FIRST, 0, "bad");
        sink.answer = finding -> Delivery.reject(400, "mapper_parsing_exception");
        letters.sendException = new DisconnectException("broker gone");
        consumer.step();
        assertThat(committed(FIRST)).isZero();

        letters.sendException = null;
        letters = producer(true);
        assertThat(consumer.readiness()).isEqualTo(Readiness.notReady("dead letters cannot be written"));
    }

    @Test
    void writesADeadLetterForWhatCannotBeDecoded() {
        FindingsConsumer consumer = started();
        byte[] unknownSchema = {0, 0, 0, 0x7f, 0x7f, 1, 2, 3};
        kafka.addRecord(new ConsumerRecord<>(TOPIC, 0, 0, "x", unknownSchema));
        kafka.addRecord(new ConsumerRecord<>(
                TOPIC, 0, 1, "y", "not avro at all".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        add(FIRST, 2, "good");

        consumer.step();

        assertThat(letters.history().stream().map(ProducerRecord::value).map(DeadLetter::getCause))
                .containsExactly(DeadLetterCause.UNKNOWN_SCHEMA, DeadLetterCause.UNREADABLE);
        assertThat(sink.offered).containsExactly(List.of("good"));
        assertThat(committed(FIRST)).isEqualTo(3);
    }

    @Test
    void waitsForARegistryThatDoesNotAnswer() {
        FindingsConsumer consumer = started();
        add(FIRST, 0, "a");
        registryDown = true;
        consumer.step();
        assertThat(consumer.readiness()).isInstanceOf(Readiness.NotReady.class);
        assertThat(committed(FIRST)).isZero();
        assertThat(letters.history()).isEmpty();

        registryDown = false;
        later();
        consumer.step();
        assertThat(committed(FIRST)).isEqualTo(1);
    }

    @Test
    void forgetsWhatAnotherMemberTakesOver() {
        FindingsConsumer consumer = started();
        add(FIRST, 0, "a");
        sink.answer = finding -> Delivery.retry("503");
        consumer.step();

        kafka.rebalance(List.of(SECOND));
        kafka.updateBeginningOffsets(Map.of(SECOND, 0L));
        sink.answer = finding -> Delivery.delivered();
        later();
        consumer.step();

        assertThat(sink.offered).containsExactly(List.of("a"));
        assertThat(kafka.committed(Set.of(FIRST, SECOND))).doesNotContainKey(FIRST);
    }

    @Test
    void triesOneByOneWhenASinkThrows() {
        FindingsConsumer consumer = started();
        add(FIRST, 0, "a");
        add(FIRST, 1, "poison");
        add(FIRST, 2, "c");
        sink.answer = finding -> {
            if (finding.getId().equals("poison")) {
                throw new IllegalStateException("text of the finding");
            }
            return Delivery.delivered();
        };

        consumer.step();

        assertThat(onlyLetter().getDetail()).isEqualTo("IllegalStateException");
        assertThat(onlyLetter().getCause()).isEqualTo(DeadLetterCause.FAILED);
        assertThat(committed(FIRST)).isEqualTo(3);
    }

    @Test
    void passesOverATombstone() {
        FindingsConsumer consumer = started();
        kafka.addRecord(new ConsumerRecord<>(TOPIC, 0, 0, "gone", null));
        consumer.step();
        assertThat(committed(FIRST)).isEqualTo(1);
        assertThat(sink.offered).isEmpty();
    }

    private FindingsConsumer started() {
        Deserializer<Finding> avro = AvroSerde.of(Topics.FINDINGS, ids).deserializer();
        Deserializer<Finding> deserializer = (topic, bytes) -> {
            if (registryDown) {
                throw new DisconnectException("registry");
            }
            return avro.deserialize(topic, bytes);
        };
        FindingsConsumer consumer = new FindingsConsumer(
                sink,
                kafka,
                deserializer,
                new DeadLetters(letters, () -> now),
                registry,
                new Backoff(new Random(1)),
                () -> now);
        consumer.subscribe();
        kafka.rebalance(List.of(FIRST));
        kafka.updateBeginningOffsets(Map.of(FIRST, 0L));
        consumer.step();
        return consumer;
    }

    private void later() {
        now = now.plus(Duration.ofMinutes(1));
    }

    private void add(TopicPartition partition, long offset, String id) {
        byte[] bytes = AvroSerde.of(Topics.FINDINGS, ids).serializer().serialize(TOPIC, TestFindings.exposure(id, 1));
        kafka.addRecord(new ConsumerRecord<>(TOPIC, partition.partition(), offset, id, bytes));
    }

    private long committed(TopicPartition partition) {
        OffsetAndMetadata committed = kafka.committed(Set.of(partition)).get(partition);
        return committed == null ? 0 : committed.offset();
    }

    private DeadLetter onlyLetter() {
        assertThat(letters.history()).hasSize(1);
        return letters.history().getFirst().value();
    }

    private MockProducer<String, DeadLetter> producer(boolean answering) {
        return new MockProducer<>(
                answering,
                null,
                new StringSerializer(),
                AvroSerde.of(Topics.DEAD_LETTERS, ids).serializer());
    }

    private static final class FakeSink implements Sink {
        private final List<List<String>> offered = new ArrayList<>();
        private Function<Finding, Delivery> answer = finding -> Delivery.delivered();
        private Readiness readiness = Readiness.ready();
        private int prepared;

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public Readiness prepare() {
            prepared++;
            return readiness;
        }

        @Override
        public List<Delivery> deliver(List<Finding> batch) {
            offered.add(batch.stream().map(Finding::getId).toList());
            return Arrays.asList(batch.stream().map(answer).toArray(Delivery[]::new));
        }
    }
}
