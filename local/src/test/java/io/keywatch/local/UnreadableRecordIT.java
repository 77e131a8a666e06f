package io.keywatch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.keywatch.app.service.Service;
import io.keywatch.local.demo.DemoSite;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topic;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.sink.opensearch.FindingQuery;
import io.keywatch.sink.opensearch.FindingsIndex;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Records that no reader can decode, in every topic that the service reads, on a broker with transactions. */
class UnreadableRecordIT {
    private static final String MARK = "unreadable-payload-mark";

    @Test
    void becomeDeadLettersWithAPointerAndTheStreamsGoOn() throws Exception {
        try (EmbeddedStack stack = EmbeddedStack.start();
                DemoSite site = DemoSite.prepare(stack, 0);
                Service service = Service.start(site.settings());
                var connection = site.openIndex()) {
            SchemaIds ids = new SchemaIds(
                    new CachedSchemaRegistryClient(stack.registryUrl().toString(), 100));
            List<Topic<?>> inputs =
                    List.of(Topics.CLOUDTRAIL, Topics.OBJECT_CHANGES, Topics.DETECTIONS, Topics.FINDINGS);
            try (var producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", stack.bootstrapServers()),
                    new StringSerializer(),
                    new ByteArraySerializer())) {
                for (Topic<?> topic : inputs) {
                    producer.send(new ProducerRecord<>(topic.name(), "a", ofUnknownSchema()))
                            .get();
                    producer.send(new ProducerRecord<>(
                                    topic.name(), "a", ("no magic " + MARK).getBytes(StandardCharsets.UTF_8)))
                            .get();
                }
                producer.send(new ProducerRecord<>(
                                Topics.CLOUDTRAIL.name(),
                                "a",
                                AvroSerde.of(Topics.CLOUDTRAIL, ids)
                                        .serializer()
                                        .serialize(Topics.CLOUDTRAIL.name(), trailStopped())))
                        .get();
            }

            FindingsIndex index = new FindingsIndex(connection, site.indexAlias());
            await().atMost(Duration.ofSeconds(90))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(index.search(FindingQuery.newest(10)))
                            .singleElement()
                            .satisfies(row -> assertThat(row.rule()).isEqualTo("access.trail-stopped")));
            List<DeadLetter> letters = deadLetters(stack, ids, inputs);
            assertThat(letters).allSatisfy(letter -> {
                assertThat(letter.getPointer().getOffset()).isNotNull();
                assertThat(letter.toString()).doesNotContain(MARK);
            });
            assertThat(service.readiness().toString()).isNotBlank();
        }
    }

    /** Reads letters until each input topic has one for its unknown schema id. */
    private static List<DeadLetter> deadLetters(EmbeddedStack stack, SchemaIds ids, List<Topic<?>> inputs) {
        List<DeadLetter> letters = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", stack.bootstrapServers(),
                        "group.id", "unreadable-record-it",
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed"),
                new StringDeserializer(),
                AvroSerde.of(Topics.DEAD_LETTERS, ids).deserializer())) {
            consumer.subscribe(List.of(Topics.DEAD_LETTERS.name()));
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(polled -> letters.add(polled.value()));
                Set<String> told = new HashSet<>();
                letters.stream()
                        .filter(letter -> letter.getCause() == DeadLetterCause.UNKNOWN_SCHEMA)
                        .forEach(letter -> told.add(letter.getPointer().getTopic()));
                assertThat(told).containsAll(inputs.stream().map(Topic::name).toList());
            });
        }
        return letters;
    }

    private static byte[] ofUnknownSchema() {
        byte[] payload = MARK.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) 0)
                .putInt(987_654)
                .put(payload)
                .array();
    }

    private static ApiCall trailStopped() {
        Instant now = Instant.now();
        return ApiCall.newBuilder()
                .setEventId("11111111-2222-3333-4444-555555555555")
                .setEventTime(now)
                .setIngestedAt(now)
                .setEventSource("cloudtrail.amazonaws.com")
                .setEventName("StopLogging")
                .setAwsRegion("eu-central-1")
                .setRecipientAccountId("111122223333")
                .setPrincipal(Principal.newBuilder()
                        .setId("arn:aws:iam::111122223333:user/eve")
                        .setType(PrincipalType.IAM_USER)
                        .setArn("arn:aws:iam::111122223333:user/eve")
                        .setAccountId("111122223333")
                        .build())
                .setNetwork(Network.newBuilder().setIp("52.29.101.7").build())
                .setParameters(Map.of("name", "org-trail"))
                .build();
    }
}
