package io.keywatch.local;

import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.aws.AwsClients;
import io.keywatch.aws.AwsService;
import io.keywatch.aws.AwsSettings;
import io.keywatch.ingest.IngestService;
import io.keywatch.ingest.IngestSettings;
import io.keywatch.ingest.QueueKind;
import io.keywatch.ingest.QueueSettings;
import io.keywatch.ingest.cloudtrail.ReaderLimits;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topic;
import io.keywatch.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue, a bucket that fails as told, a broker, and what ingest puts into it. */
final class IngestStack implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String LOGS = "logs";
    static final String DATA = "data";
    static final String FOLDER = "AWSLogs/111111111111/CloudTrail/eu-central-1/2026/11/24/";
    private static final Duration VISIBILITY = Duration.ofSeconds(3);

    private final EmbeddedKafka kafka;
    private final AwsStandinsProcess standins;
    private final FaultProxy s3;
    private final AwsClients aws;
    private final SchemaIds ids;
    private String queueUrl = "";

    private IngestStack(EmbeddedKafka kafka, AwsStandinsProcess standins) throws IOException {
        this.kafka = kafka;
        this.standins = standins;
        s3 = FaultProxy.inFrontOf(standins.endpoints().s3());
        ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();
        aws = AwsClients.fromDefaultChain(AwsSettings.defaults()
                .withRegion(standins.endpoints().region())
                .withEndpoint(AwsService.S3, s3.url())
                .withEndpoint(AwsService.SQS, standins.endpoints().sqs())
                .withCredentials(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("local", UUID.randomUUID().toString()))));
        aws.s3().createBucket(request -> request.bucket(LOGS));
        aws.s3().createBucket(request -> request.bucket(DATA));
    }

    static IngestStack start(Path folder) throws IOException {
        return new IngestStack(
                EmbeddedKafka.start(folder.resolve("kafka")), AwsStandinsProcess.start(folder.resolve("aws")));
    }

    FaultProxy s3() {
        return s3;
    }

    String queueUrl() {
        return queueUrl;
    }

    @Override
    public void close() throws IOException {
        aws.close();
        s3.close();
        kafka.close();
        standins.close();
    }

    /** Empty topics and a new queue: what is in them then came of one test. */
    void clear() throws Exception {
        try (Admin admin = Admin.create(connect())) {
            for (Topic<?> topic : topics()) {
                if (admin.listTopics().names().get().contains(topic.name())) {
                    admin.deleteTopics(List.of(topic.name())).all().get();
                    await().atMost(PATIENCE)
                            .until(() -> !admin.listTopics().names().get().contains(topic.name()));
                }
                await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                    admin.createTopics(List.of(new NewTopic(topic.name(), 2, (short) 1)))
                            .all()
                            .get();
                    return true;
                });
            }
        }
        queueUrl = aws.sqs()
                .createQueue(request -> request.queueName("q-" + UUID.randomUUID()))
                .queueUrl();
    }

    IngestService ingest() {
        Properties producer = new Properties();
        producer.putAll(connect());
        return IngestService.start(
                new IngestSettings(
                        List.of(QueueSettings.of(queueUrl, QueueKind.AUTO)),
                        16,
                        16 << 20,
                        32 << 20,
                        VISIBILITY,
                        Duration.ofSeconds(1),
                        3,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(20),
                        ReaderLimits.DEFAULTS),
                aws,
                producer,
                ids,
                new SimpleMeterRegistry());
    }

    void awaitQueueEmpty() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            Map<QueueAttributeName, String> counts = aws.sqs()
                    .getQueueAttributes(request -> request.queueUrl(queueUrl)
                            .attributeNames(
                                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                    .attributes();
            return counts.values().stream().allMatch("0"::equals);
        });
    }

    void post(String body) {
        aws.sqs().sendMessage(request -> request.queueUrl(queueUrl).messageBody(body));
    }

    String log(String name, byte[] bytes) {
        String key = FOLDER + name + "-" + UUID.randomUUID();
        aws.s3().putObject(request -> request.bucket(LOGS).key(key), RequestBody.fromBytes(bytes));
        return key;
    }

    static List<Topic<?>> topics() {
        return List.of(Topics.CLOUDTRAIL, Topics.OBJECT_CHANGES, Topics.DEAD_LETTERS);
    }

    private Map<String, Object> connect() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    <T extends SpecificRecord> List<T> read(Topic<T> topic) {
        AvroSerde<T> serde = AvroSerde.of(topic, ids);
        return raw(topic).stream()
                .map(record -> serde.deserializer().deserialize(topic.name(), record.value()))
                .toList();
    }

    /** Everything that is in the topic now. */
    List<ConsumerRecord<String, byte[]>> raw(Topic<?> topic) {
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(connect(), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    List.of(new TopicPartition(topic.name(), 0), new TopicPartition(topic.name(), 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }
}
