package io.keywatch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Location;
import io.keywatch.schemas.v1.Rule;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Surface;
import io.keywatch.schemas.v1.Transition;
import io.keywatch.sink.Readiness;
import io.keywatch.sink.SinkClients;
import io.keywatch.sink.SinkService;
import io.keywatch.sink.SinkSettings;
import io.keywatch.sink.cloudwatch.CloudWatchSettings;
import io.keywatch.sink.opensearch.FindingQuery;
import io.keywatch.sink.opensearch.FindingRow;
import io.keywatch.sink.opensearch.FindingsIndex;
import io.keywatch.sink.opensearch.OpenSearchConnection;
import io.keywatch.sink.opensearch.OpenSearchSettings;
import io.keywatch.sink.sns.SnsSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The sinks against a real broker and index, and against the AWS stand-ins through the SDK. */
class SinkIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static EmbeddedKafka kafka;
    private static EmbeddedOpenSearch openSearch;
    private static AwsStandinsProcess standins;
    private static SnsClient sns;
    private static SqsClient sqs;
    private static CloudWatchClient cloudWatch;
    private static CloudWatchLogsClient logs;
    private static String queueUrl;
    private static SchemaIds ids;
    private static KafkaProducer<String, Finding> producer;
    private static SinkService service;
    private static OpenSearchConnection connection;
    private static FindingsIndex index;

    @BeforeAll
    static void start() throws Exception {
        standins = AwsStandinsProcess.start(folder.resolve("aws"));
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        openSearch = EmbeddedOpenSearch.start(folder.resolve("opensearch"));
        ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();
        Map<String, Object> connect = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(connect)) {
            admin.createTopics(List.of(
                            new NewTopic(Topics.FINDINGS.name(), 3, (short) 1),
                            new NewTopic(Topics.DEAD_LETTERS.name(), 1, (short) 1)))
                    .all()
                    .get();
        }
        AwsClients aws = new AwsClients(standins.endpoints());
        sns = aws.sns();
        sqs = aws.sqs();
        cloudWatch = aws.cloudWatch();
        logs = aws.logs();
        String topicArn = sns.createTopic(request -> request.name("alerts-" + UUID.randomUUID()))
                .topicArn();
        queueUrl = subscribedQueue(topicArn);
        producer = new KafkaProducer<>(
                connect,
                new StringSerializer(),
                AvroSerde.of(Topics.FINDINGS, ids).serializer());
        OpenSearchSettings settings = OpenSearchSettings.of(openSearch.url());
        service = SinkService.start(
                SinkSettings.none()
                        .withOpenSearch(settings)
                        .withSns(SnsSettings.of(topicArn))
                        .withCloudWatch(CloudWatchSettings.defaults()),
                connect,
                connect,
                ids,
                new SinkClients(sns, cloudWatch, logs),
                new SimpleMeterRegistry());
        connection = OpenSearchConnection.open(settings);
        index = new FindingsIndex(connection, settings.alias());
        awaitReady();
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        producer.close();
        connection.close();
        sns.close();
        sqs.close();
        cloudWatch.close();
        logs.close();
        openSearch.close();
        kafka.close();
        standins.close();
    }

    @AfterEach
    void obeyAgain() throws IOException {
        standins.control().stopFailing();
    }

    @Test
    void keepsTriageWhenAFindingIsReplayed() throws Exception {
        String id = id();
        send(finding(id, 1));
        awaitRevision(id, 1);
        JsonNode fresh = document(id);
        assertThat(fresh.at("/triage/status").asText()).isEqualTo("New");

        triage(
                id,
                "{\"status\":\"In progress\",\"assignee\":\"ana\",\"notes\":[{\"by\":\"ana\",\"text\":\"looking\"}]}");
        Finding second = finding(id, 2);
        second.setSeverity(Severity.CRITICAL);
        send(finding(id, 1), second, finding(id, 1), second);
        awaitRevision(id, 2);

        JsonNode document = document(id);
        assertThat(document.at("/triage/status").asText()).isEqualTo("In progress");
        assertThat(document.at("/triage/assignee").asText()).isEqualTo("ana");
        assertThat(document.at("/triage/notes/0/text").asText()).isEqualTo("looking");
        assertThat(document.path("severity").asText()).isEqualTo("critical");
        assertThat(rowsOf(id)).hasSize(1);
    }

    @Test
    void olderRevisionChangesNothing() throws Exception {
        String id = id();
        Finding newer = finding(id, 5);
        newer.setState(FindingState.RESOLVED);
        send(newer);
        awaitRevision(id, 5);
        String last = id();
        send(finding(id, 4), finding(last, 1));
        awaitRevision(last, 1);
        awaitLag();
        assertThat(document(id).path("revision").asLong()).isEqualTo(5);
        assertThat(document(id).path("state").asText()).isEqualTo("resolved");
    }

    @Test
    void dropsMachineFieldsThatANewerRevisionNoLongerHas() throws Exception {
        String id = id();
        Finding suppressed = finding(id, 1);
        suppressed.setSuppressionId("s-1");
        send(suppressed);
        awaitRevision(id, 1);
        assertThat(document(id).at("/triage/status").asText()).isEqualTo("Suppressed");
        send(finding(id, 2));
        awaitRevision(id, 2);
        assertThat(document(id).has("suppression_id")).isFalse();
    }

    @Test
    void oneBadItemDoesNotFailItsBatch() throws Exception {
        List<Finding> batch = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            batch.add(finding(id(), 1));
        }
        Finding bad = batch.get(10);
        // the index takes finite numbers only
        bad.setConfidence(Double.NaN);
        send(batch.toArray(Finding[]::new));
        for (Finding finding : batch) {
            if (!finding.getId().equals(bad.getId())) {
                awaitRevision(finding.getId(), 1);
            }
        }
        DeadLetter letter = awaitLetterOf(bad.getId());
        assertThat(letter.getStage()).isEqualTo("sink-opensearch");
        assertThat(letter.getCause()).isEqualTo(DeadLetterCause.REJECTED);
        assertThat(letter.getDetail()).startsWith("400 ").doesNotContain("NaN");
        assertThat(index.find(bad.getId())).isEmpty();
    }

    @Test
    void losesAndDoublesNothingWhenTheIndexRestarts() throws Exception {
        index.refresh();
        long before = index.count();
        openSearch.close();
        List<Finding> batch =
                IntStream.range(0, 50).mapToObj(i -> finding(id(), 1)).toList();
        send(batch.toArray(Finding[]::new));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(service.state().get("opensearch")).isInstanceOf(Readiness.NotReady.class));
        // the others go on
        assertThat(service.state().get("sns")).isEqualTo(Readiness.ready());

        openSearch = EmbeddedOpenSearch.start(folder.resolve("opensearch"));
        awaitReady();
        for (Finding finding : batch) {
            awaitRevision(finding.getId(), 1);
        }
        index.refresh();
        assertThat(index.count()).isEqualTo(before + batch.size());
    }

    @Test
    void ringsThroughSnsIntoAQueueDespiteThrottling() throws Exception {
        standins.control().fail("sns", "Publish", "Throttled", 400, 3);
        String id = id();
        Finding updated = finding(id, 2);
        updated.setTransition(Transition.UPDATED);
        Finding raised = finding(id, 3);
        raised.setTransition(Transition.SEVERITY_RAISED);
        raised.setSeverity(Severity.CRITICAL);
        send(finding(id, 1), updated, raised);

        List<JsonNode> rung = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            receive().stream()
                    .filter(message -> message.at("/MessageAttributes/finding_id/Value")
                            .asText()
                            .equals(id))
                    .forEach(rung::add);
            return rung.size() >= 2;
        });
        assertThat(rung.stream()
                        .map(message ->
                                message.at("/MessageAttributes/revision/Value").asText()))
                .containsExactlyInAnyOrder("1", "3");
        JsonNode body = JSON.readTree(rung.getFirst().path("Message").asText());
        assertThat(body.path("id").asText()).isEqualTo(id);
        assertThat(body.path("rule").asText()).isEqualTo("test-rule");
    }

    @Test
    void countsInCloudWatchAndWritesToItsLogs() throws Exception {
        standins.control().fail("cloudwatch", "PutMetricData", "Throttling", 400, 2);
        standins.control().fail("logs", "PutLogEvents", "ThrottlingException", 400, 2);
        String rule = "rule-" + UUID.randomUUID();
        Finding first = finding(id(), 1);
        first.getRule().setId(rule);
        Finding second = finding(id(), 1);
        second.getRule().setId(rule);
        send(first, second);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(created(rule)).isEqualTo(2.0));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(logged(rule))
                        .extracting(document -> document.at("/finding/id").asText())
                        .containsExactlyInAnyOrder(first.getId(), second.getId()));
    }

    @Test
    void listsWhatIsInTheIndex() throws Exception {
        String id = id();
        Finding finding = finding(id, 1);
        finding.setLastSeen(TIME.plus(Duration.ofDays(1)));
        send(finding);
        awaitRevision(id, 1);
        FindingRow row = index.search(FindingQuery.newest(1)).getFirst();
        assertThat(row.id()).isEqualTo(id);
        assertThat(row.rule()).isEqualTo("test-rule");
        assertThat(row.severity()).isEqualTo("high");
        assertThat(row.resource()).isEqualTo("bucket/" + id);
        assertThat(row.lastSeen()).isEqualTo(finding.getLastSeen());
        assertThat(row.triage()).isEqualTo("New");
        assertThat(index.search(FindingQuery.newest(100).inState("resolved").ofRule("no-such-rule")))
                .isEmpty();
    }

    private static Finding finding(String id, long revision) {
        return Finding.newBuilder()
                .setId(id)
                .setRevision(revision)
                .setFindingClass(FindingClass.EXPOSURE)
                .setRule(Rule.newBuilder()
                        .setId("test-rule")
                        .setName("Test rule")
                        .build())
                .setState(FindingState.OPEN)
                .setSeverity(Severity.HIGH)
                .setTitle("A finding for a test")
                .setExplanation("It stands for a real one.")
                .setFirstSeen(TIME)
                .setLastSeen(TIME.plusMillis(revision))
                .setDetectedAt(TIME)
                .setIngestedAt(TIME)
                .setAccountId("111122223333")
                .setLocation(Location.newBuilder()
                        .setResourceId("bucket/" + id)
                        .setSurface(Surface.S3_OBJECT)
                        .setBucket("bucket")
                        .setKey(id)
                        .build())
                .setTransition(Transition.CREATED)
                .setFacts(Map.of("versionId", "1", "nested.name", "x"))
                .build();
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static void send(Finding... findings) throws Exception {
        for (Finding finding : findings) {
            producer.send(new ProducerRecord<>(Topics.FINDINGS.name(), finding.getId(), finding))
                    .get();
        }
    }

    private static void awaitReady() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(service.state())
                        .hasSize(4)
                        .allSatisfy((name, state) -> assertThat(state).isEqualTo(Readiness.ready())));
    }

    private static void awaitRevision(String id, long revision) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(document(id).path("revision").asLong()).isEqualTo(revision));
    }

    /** Until the index's group has committed everything there is. */
    private static void awaitLag() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                KafkaConsumer<String, byte[]> ends = consumer()) {
            List<TopicPartition> partitions = IntStream.range(0, 3)
                    .mapToObj(partition -> new TopicPartition(Topics.FINDINGS.name(), partition))
                    .toList();
            Map<TopicPartition, Long> end = ends.endOffsets(partitions);
            await().atMost(PATIENCE).untilAsserted(() -> {
                var committed = admin.listConsumerGroupOffsets(SinkService.GROUP_PREFIX + "opensearch")
                        .partitionsToOffsetAndMetadata()
                        .get();
                assertThat(partitions)
                        .allSatisfy(partition -> assertThat(Optional.ofNullable(committed.get(partition))
                                        .map(offset -> offset.offset()))
                                .hasValueSatisfying(
                                        offset -> assertThat(offset).isGreaterThanOrEqualTo(end.get(partition))));
            });
        }
    }

    private static JsonNode document(String id) throws IOException {
        index.refresh();
        return index.find(id).orElseThrow();
    }

    private static List<FindingRow> rowsOf(String id) throws IOException {
        return index.search(FindingQuery.newest(10_000)).stream()
                .filter(row -> row.id().equals(id))
                .toList();
    }

    /** As the console does it: a partial update of nothing but triage. */
    private static void triage(String id, String json) throws Exception {
        URI update = openSearch.url().resolve("/" + OpenSearchSettings.DEFAULT_ALIAS + "/_update/" + id);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(update)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"doc\":{\"triage\":" + json + "}}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    private static DeadLetter awaitLetterOf(String findingId) {
        List<DeadLetter> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> letters = consumer();
                KafkaConsumer<String, byte[]> findings = consumer()) {
            TopicPartition partition = new TopicPartition(Topics.DEAD_LETTERS.name(), 0);
            letters.assign(List.of(partition));
            letters.seekToBeginning(List.of(partition));
            var decoder = AvroSerde.of(Topics.DEAD_LETTERS, ids).deserializer();
            await().atMost(PATIENCE).until(() -> {
                letters.poll(Duration.ofMillis(200)).forEach(record -> {
                    DeadLetter letter = decoder.deserialize(record.topic(), record.value());
                    if (keyAt(findings, letter).equals(findingId)) {
                        found.add(letter);
                    }
                });
                return !found.isEmpty();
            });
        }
        return found.getFirst();
    }

    private static String keyAt(KafkaConsumer<String, byte[]> findings, DeadLetter letter) {
        TopicPartition partition = new TopicPartition(
                letter.getPointer().getTopic(), letter.getPointer().getPartition());
        findings.assign(List.of(partition));
        findings.seek(partition, letter.getPointer().getOffset());
        for (int polls = 0; polls < 20; polls++) {
            for (var record : findings.poll(Duration.ofMillis(500))) {
                if (record.offset() == letter.getPointer().getOffset()) {
                    return record.key();
                }
            }
        }
        throw new AssertionError("the dead letter points nowhere");
    }

    private static KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static String subscribedQueue(String topicArn) {
        String url = sqs.createQueue(request -> request.queueName("alerts-" + UUID.randomUUID()))
                .queueUrl();
        String queueArn = sqs.getQueueAttributes(
                        request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        sns.subscribe(request -> request.topicArn(topicArn).protocol("sqs").endpoint(queueArn));
        return url;
    }

    private static List<JsonNode> receive() throws IOException {
        List<JsonNode> messages = new ArrayList<>();
        for (var message : sqs.receiveMessage(request ->
                        request.queueUrl(queueUrl).maxNumberOfMessages(10).waitTimeSeconds(1))
                .messages()) {
            messages.add(JSON.readTree(message.body()));
            sqs.deleteMessage(request -> request.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
        }
        return messages;
    }

    private static double created(String rule) {
        return cloudWatch
                .getMetricStatistics(request -> request.namespace(CloudWatchSettings.DEFAULT_NAMESPACE)
                        .metricName("FindingsCreated")
                        .dimensions(Dimension.builder().name("Rule").value(rule).build())
                        .startTime(Instant.now().minus(Duration.ofHours(1)))
                        .endTime(Instant.now().plus(Duration.ofHours(1)))
                        .period(3600)
                        .statistics(Statistic.SUM))
                .datapoints()
                .stream()
                .mapToDouble(Datapoint::sum)
                .sum();
    }

    private static List<JsonNode> logged(String rule) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        var events = logs.getLogEvents(request -> request.logGroupName(CloudWatchSettings.DEFAULT_LOG_GROUP)
                        .logStreamName(CloudWatchSettings.DEFAULT_LOG_STREAM)
                        .startFromHead(true))
                .events();
        for (var event : events) {
            JsonNode document = JSON.readTree(event.message());
            if (document.at("/rule/id").asText().equals(rule)) {
                documents.add(document);
            }
        }
        return documents;
    }
}
