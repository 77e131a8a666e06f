package io.keywatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.keywatch.app.triage.TriageDesk;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topic;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Rule;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Suppression;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Suppressions on a real broker, as the command line makes them. */
class SuppressionsIT {
    private static final Instant NOW = Instant.ofEpochMilli(System.currentTimeMillis());

    @TempDir
    private Path folder;

    @Test
    void arePreviewedAgainstThirtyDaysMadeListedAndEnded() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
                SchemaRegistryServer registry = SchemaRegistryServer.start(folder.resolve("registry"))) {
            Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
            SchemaIds ids =
                    new SchemaIds(new CachedSchemaRegistryClient(registry.url().toString(), 100));
            ids.registerAll();
            makeTopics(client);
            publish(
                    client,
                    ids,
                    finding("a", "access.trail-stopped", Duration.ofDays(1)),
                    finding("b", "access.trail-stopped", Duration.ofDays(29)),
                    finding("c", "access.trail-stopped", Duration.ofDays(40)),
                    finding("d", "access.other", Duration.ofDays(1)));
            TriageDesk desk = new TriageDesk(client, ids);
            Suppression suppression = Suppression.newBuilder()
                    .setId("one")
                    .setRuleId("access.trail-stopped")
                    .setOwner("soc")
                    .setReason("the migration of the trails")
                    .setCreated(NOW)
                    .setExpires(NOW.plus(Duration.ofDays(7)))
                    .build();

            TriageDesk.Preview preview = desk.preview(suppression, NOW, Duration.ofDays(30));
            List<Suppression> before = desk.suppressions();
            desk.put(suppression);
            List<Suppression> made = desk.suppressions();
            boolean ended = desk.remove("one").isPresent();

            assertThat(preview.of()).isEqualTo(3);
            assertThat(preview.hidden()).extracting(Finding::getId).containsExactly("a", "b");
            assertThat(before).isEmpty();
            assertThat(made).containsExactly(suppression);
            assertThat(ended).isTrue();
            assertThat(desk.suppressions()).isEmpty();
            assertThat(desk.remove("one")).isEmpty();
        }
    }

    private static void makeTopics(Map<String, Object> client) throws Exception {
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(Stream.<Topic<?>>of(Topics.FINDINGS, Topics.SUPPRESSIONS)
                            .map(topic -> new NewTopic(topic.name(), 2, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static void publish(Map<String, Object> client, SchemaIds ids, Finding... findings) throws Exception {
        try (var producer = new KafkaProducer<>(
                client,
                new StringSerializer(),
                AvroSerde.of(Topics.FINDINGS, ids).serializer())) {
            for (Finding finding : findings) {
                producer.send(new ProducerRecord<>(
                                Topics.FINDINGS.name(),
                                null,
                                finding.getLastSeen().toEpochMilli(),
                                finding.getId(),
                                finding))
                        .get();
            }
        }
    }

    private static Finding finding(String id, String rule, Duration ago) {
        Instant at = Instant.ofEpochMilli(NOW.minus(ago).toEpochMilli());
        return Finding.newBuilder()
                .setId(id)
                .setRevision(1)
                .setRule(Rule.newBuilder()
                        .setId(rule)
                        .setName(rule)
                        .setVersion("1")
                        .build())
                .setSeverity(Severity.HIGH)
                .setTitle("title")
                .setExplanation("explanation")
                .setFirstSeen(at)
                .setLastSeen(at)
                .setDetectedAt(at)
                .setIngestedAt(at)
                .build();
    }
}
