package io.keywatch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.hc.core5.http.HttpHost;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opensearch.client.json.JsonData;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.opensearch._types.BuiltinScriptLanguage;
import org.opensearch.client.opensearch._types.Refresh;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Each part of the stack answers real clients. */
class EmbeddedStackIT {
    private static EmbeddedStack stack;
    private static AwsClients aws;

    @BeforeAll
    static void start() throws IOException {
        long begun = System.nanoTime();
        stack = EmbeddedStack.start();
        aws = new AwsClients(stack.awsEndpoints());
        System.err.printf(
                "stack started in %d ms: %s; resident: this JVM %s, stand-ins %s%n",
                Duration.ofNanos(System.nanoTime() - begun).toMillis(),
                stack.startTimes(),
                resident(ProcessHandle.current().pid()),
                resident(stack.awsPid()));
    }

    @AfterAll
    static void stop() throws IOException {
        System.err.printf(
                "resident at the end: this JVM %s, stand-ins %s%n",
                resident(ProcessHandle.current().pid()), resident(stack.awsPid()));
        stack.close();
    }

    @Test
    void carriesRecordsThroughKafkaExactlyOnce() throws Exception {
        String topic = unique("topic");
        try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) stack.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
        }
        Properties producing = new Properties();
        producing.put("bootstrap.servers", stack.bootstrapServers());
        producing.put("transactional.id", topic);
        try (var producer = new KafkaProducer<>(producing, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "aborted", "never seen")).get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "key", "value")).get();
            producer.commitTransaction();
        }
        Properties consuming = new Properties();
        consuming.put("bootstrap.servers", stack.bootstrapServers());
        consuming.put("group.id", topic);
        consuming.put("auto.offset.reset", "earliest");
        consuming.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(consuming, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            List<ConsumerRecord<String, String>> seen = new ArrayList<>();
            for (int polls = 0; polls < 20 && seen.isEmpty(); polls++) {
                consumer.poll(Duration.ofSeconds(1)).forEach(seen::add);
            }
            assertThat(seen).extracting(ConsumerRecord::value).containsExactly("value");
        }
    }

    @Test
    void indexesWithATemplateAndScriptsInPainless() throws Exception {
        String index = unique("findings");
        try (var transport = ApacheHttpClient5TransportBuilder.builder(HttpHost.create(stack.openSearchUrl()))
                .build()) {
            var client = new OpenSearchClient(transport);
            client.indices()
                    .putIndexTemplate(template -> template.name(index)
                            .indexPatterns(index + "*")
                            .template(settings -> settings.settings(shards -> shards.numberOfReplicas(0))
                                    .mappings(mapping -> mapping.properties("severity", p -> p.keyword(k -> k)))));
            client.indices().create(request -> request.index(index));
            for (int revision = 1; revision <= 3; revision++) {
                int sent = revision == 3 ? 1 : revision; // the third comes late
                client.update(
                        update -> update.index(index)
                                .id("f-1")
                                .refresh(Refresh.True)
                                .script(script -> script.inline(inline -> inline.lang(
                                                l -> l.builtin(BuiltinScriptLanguage.Painless))
                                        .source("if (ctx._source.revision < params.revision) "
                                                + "{ ctx._source.revision = params.revision } else { ctx.op = 'none' }")
                                        .params("revision", JsonData.of(sent))))
                                .upsert(new Document(sent, "high")),
                        Document.class);
            }

            var found = client.search(
                    search -> search.index(index)
                            .query(q -> q.term(t -> t.field("severity").value(v -> v.stringValue("high")))),
                    Document.class);
            assertThat(found.hits().hits())
                    .singleElement()
                    .satisfies(hit -> assertThat(hit.source()).isEqualTo(new Document(2, "high")));
            var deleted = client.deleteByQuery(
                    request -> request.index(index).refresh(Refresh.True).query(q -> q.matchAll(m -> m)));
            assertThat(deleted.deleted()).isEqualTo(1);
        }
    }

    record Document(int revision, String severity) {}

    @Test
    void registersSchemas() throws Exception {
        var client = new CachedSchemaRegistryClient(List.of(stack.registryUrl().toString()), 10);
        int id = client.register(unique("subject"), new AvroSchema("\"string\""));
        assertThat(client.getSchemaById(id)).isEqualTo(new AvroSchema("\"string\""));
    }

    @Test
    void keepsObjectsTheirVersionsMetadataAndTags() throws Exception {
        String bucket = unique("bucket");
        String key = "a folder/with+odd chars=ü.txt";
        try (S3Client s3 = aws.s3()) {
            s3.createBucket(request -> request.bucket(bucket));
            s3.putBucketVersioning(request -> request.bucket(bucket)
                    .versioningConfiguration(configuration -> configuration.status(BucketVersioningStatus.ENABLED)));
            String first = put(s3, bucket, key, "one").versionId();
            String second = put(s3, bucket, key, "two").versionId();

            assertThat(first).isNotNull().isNotEqualTo(second);
            assertThat(text(s3.getObject(request -> request.bucket(bucket).key(key))))
                    .isEqualTo("two");
            assertThat(text(s3.getObject(
                            request -> request.bucket(bucket).key(key).versionId(first))))
                    .isEqualTo("one");
            assertThat(text(s3.getObject(
                            request -> request.bucket(bucket).key(key).range("bytes=1-2"))))
                    .isEqualTo("wo");
            s3.copyObject(request -> request.sourceBucket(bucket)
                    .sourceKey(key)
                    .destinationBucket(bucket)
                    .destinationKey("copy")
                    .metadata(Map.of("owner", "copied"))
                    .metadataDirective(MetadataDirective.REPLACE));
            assertThat(s3.headObject(request -> request.bucket(bucket).key("copy"))
                            .metadata())
                    .containsEntry("owner", "copied");
            s3.putObjectTagging(request -> request.bucket(bucket)
                    .key("copy")
                    .tagging(tagging ->
                            tagging.tagSet(Tag.builder().key("k").value("v").build())));
            assertThat(s3.getObjectTagging(request -> request.bucket(bucket).key("copy"))
                            .tagSet())
                    .extracting(Tag::value)
                    .containsExactly("v");
            assertThat(s3.listObjectsV2Paginator(
                                    request -> request.bucket(bucket).maxKeys(1))
                            .contents())
                    .hasSize(2);
            assertThatExceptionOfType(NoSuchKeyException.class)
                    .isThrownBy(
                            () -> s3.getObject(request -> request.bucket(bucket).key("missing")));
        }
    }

    @Test
    void queuesMessagesWithVisibility() {
        try (SqsClient sqs = aws.sqs()) {
            String url = sqs.createQueue(request -> request.queueName(unique("queue")))
                    .queueUrl();
            sqs.sendMessage(request -> request.queueUrl(url).messageBody("body"));

            Message received = receive(sqs, url).getFirst();
            assertThat(received.body()).isEqualTo("body");
            assertThat(receive(sqs, url)).isEmpty();
            sqs.changeMessageVisibility(request -> request.queueUrl(url)
                    .receiptHandle(received.receiptHandle())
                    .visibilityTimeout(0));
            Message again = receive(sqs, url).getFirst();
            assertThat(again.messageId()).isEqualTo(received.messageId());
            sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(again.receiptHandle()));
            assertThat(receive(sqs, url)).isEmpty();
        }
    }

    @Test
    void failsBetweenClientAndS3AsTold() throws Exception {
        String bucket = unique("bucket");
        try (var proxy = FaultProxy.inFrontOf(stack.awsEndpoints().s3());
                S3Client s3 = aws.s3(proxy.url())) {
            s3.createBucket(request -> request.bucket(bucket));
            put(s3, bucket, "a b/ü", "content");
            assertThat(text(s3.getObject(request -> request.bucket(bucket).key("a b/ü"))))
                    .isEqualTo("content");
            assertThat(s3.headObject(request -> request.bucket(bucket).key("a b/ü"))
                            .contentLength())
                    .isEqualTo(7);

            proxy.fail("GET /" + bucket + "/a", Fault.accessDenied(), 1);
            assertThatExceptionOfType(S3Exception.class)
                    .isThrownBy(
                            () -> s3.getObject(request -> request.bucket(bucket).key("a b/ü")))
                    .satisfies(denied -> {
                        assertThat(denied.statusCode()).isEqualTo(403);
                        assertThat(denied.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                    });
            proxy.fail("GET /" + bucket + "/a", Fault.noSuchKey(), 1);
            assertThatExceptionOfType(NoSuchKeyException.class)
                    .isThrownBy(
                            () -> s3.getObject(request -> request.bucket(bucket).key("a b/ü")));

            // the SDK tries again by itself
            proxy.fail("GET /" + bucket + "/a", Fault.slowDown(), 2);
            assertThat(text(s3.getObject(request -> request.bucket(bucket).key("a b/ü"))))
                    .isEqualTo("content");

            proxy.fail("GET /" + bucket + "/a", new Fault.CutAfter(3), 1);
            try (ResponseInputStream<GetObjectResponse> body =
                    s3.getObject(request -> request.bucket(bucket).key("a b/ü"))) {
                assertThatExceptionOfType(IOException.class).isThrownBy(body::readAllBytes);
            } catch (SdkClientException cutBeforeTheFirstByte) {
                assertThat(cutBeforeTheFirstByte).isNotNull();
            }

            proxy.fail("GET /" + bucket + "/a", new Fault.Delay(Duration.ofMillis(200)), 1);
            long begun = System.nanoTime();
            assertThat(text(s3.getObject(request -> request.bucket(bucket).key("a b/ü"))))
                    .isEqualTo("content");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
            assertThat(proxy.requests()).contains("HEAD /" + bucket + "/a%20b/%C3%BC");
        }
    }

    private static PutObjectResponse put(S3Client s3, String bucket, String key, String text) {
        return s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text));
    }

    private static List<Message> receive(SqsClient sqs, String url) {
        return sqs.receiveMessage(request -> request.queueUrl(url).visibilityTimeout(30))
                .messages();
    }

    private static String text(ResponseInputStream<GetObjectResponse> body) throws IOException {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String unique(String name) {
        return name + "-" + UUID.randomUUID();
    }

    /** Resident memory as Linux tells it. */
    private static String resident(long pid) throws IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS"))
                        .findFirst()
                        .orElse("unknown")
                : "unknown";
    }
}
