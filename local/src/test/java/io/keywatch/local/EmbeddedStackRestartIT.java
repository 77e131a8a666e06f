package io.keywatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.HttpHost;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;
import software.amazon.awssdk.core.sync.RequestBody;

/** A stack's folder outlives the stack, whether it was closed or killed. */
class EmbeddedStackRestartIT {
    private static final String TOPIC = "kept";
    private static final String READY = "written";

    @TempDir
    Path folder;

    @Test
    void goesOnWhereItWasKilled() throws Exception {
        // Given a stack in a JVM of its own that wrote everything and was killed without warning
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:disable",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-D" + StandinsClassPath.PROPERTY + "=" + StandinsClassPath.find(),
                        "-cp",
                        classPath(),
                        Writer.class.getName(),
                        folder.toString())
                .redirectError(folder.resolve("killed.log").toFile())
                .start();
        String written;
        try (BufferedReader lines = killed.inputReader()) {
            written = lines.readLine();
        } finally {
            killed.destroyForcibly();
        }
        assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(written).as(Files.readString(folder.resolve("killed.log"))).startsWith(READY);
        String[] told = written.split(" ");
        awaitEnd(Long.parseLong(told[1]));

        // When it starts again twice, after the kill and after an orderly end
        for (int start = 0; start < 2; start++) {
            long begun = System.nanoTime();
            try (var stack = EmbeddedStack.start(folder)) {
                System.err.printf(
                        "started again in %d ms: %s%n",
                        Duration.ofNanos(System.nanoTime() - begun).toMillis(), stack.startTimes());
                // Then everything is there, at the same places
                assertThat(stack.bootstrapServers()).isEqualTo(told[2]);
                assertThat(stack.openSearchUrl()).hasToString(told[3]);
                assertThat(stack.awsEndpoints().s3()).hasToString(told[4]);
                assertKept(stack);
            }
        }
    }

    private static void assertKept(EmbeddedStack stack) throws Exception {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", (Object) stack.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            var partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            assertThat(consumer.endOffsets(List.of(partition))).containsEntry(partition, 1L);
        }
        try (var transport = ApacheHttpClient5TransportBuilder.builder(HttpHost.create(stack.openSearchUrl()))
                .build()) {
            var found =
                    new OpenSearchClient(transport).get(get -> get.index(TOPIC).id("1"), Document.class);
            assertThat(found.source()).isEqualTo(new Document("document"));
        }
        var registry =
                new CachedSchemaRegistryClient(List.of(stack.registryUrl().toString()), 10);
        assertThat(registry.getId(TOPIC, new AvroSchema("\"string\""))).isEqualTo(1);
        var aws = new AwsClients(stack.awsEndpoints());
        try (var s3 = aws.s3();
                var sqs = aws.sqs()) {
            assertThat(s3.getObjectAsBytes(get -> get.bucket(TOPIC).key("object"))
                            .asUtf8String())
                    .isEqualTo("object");
            String url = sqs.getQueueUrl(get -> get.queueName(TOPIC)).queueUrl();
            assertThat(sqs.receiveMessage(receive -> receive.queueUrl(url).visibilityTimeout(0))
                            .messages())
                    .singleElement()
                    .satisfies(message -> assertThat(message.body()).isEqualTo("message"));
        }
    }

    record Document(String text) {}

    /** Runs in the JVM that is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws Exception {
            var stack = EmbeddedStack.start(Path.of(args[0]));
            try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) stack.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
                        .all()
                        .get();
            }
            try (var producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", (Object) stack.bootstrapServers()),
                    new StringSerializer(),
                    new StringSerializer())) {
                producer.send(new ProducerRecord<>(TOPIC, "key", "value")).get();
            }
            try (var transport = ApacheHttpClient5TransportBuilder.builder(HttpHost.create(stack.openSearchUrl()))
                    .build()) {
                var client = new OpenSearchClient(transport);
                client.indices().create(create -> create.index(TOPIC));
                client.index(index -> index.index(TOPIC).id("1").document(new Document("document")));
            }
            new CachedSchemaRegistryClient(List.of(stack.registryUrl().toString()), 10)
                    .register(TOPIC, new AvroSchema("\"string\""));
            var aws = new AwsClients(stack.awsEndpoints());
            try (var s3 = aws.s3();
                    var sqs = aws.sqs()) {
                s3.createBucket(create -> create.bucket(TOPIC));
                s3.putObject(put -> put.bucket(TOPIC).key("object"), RequestBody.fromString("object"));
                String url = sqs.createQueue(create -> create.queueName(TOPIC)).queueUrl();
                sqs.sendMessage(send -> send.queueUrl(url).messageBody("message"));
            }
            System.out.println(String.join(
                    " ",
                    READY,
                    Long.toString(stack.awsPid()),
                    stack.bootstrapServers(),
                    stack.openSearchUrl().toString(),
                    stack.awsEndpoints().s3().toString()));
            Thread.sleep(Duration.ofMinutes(2));
        }
    }

    /** The child sees its parent gone, and leaves its files. */
    private static void awaitEnd(long pid) throws Exception {
        var child = ProcessHandle.of(pid);
        if (child.isPresent()) {
            child.get().onExit().get(30, TimeUnit.SECONDS);
        }
    }

    private static String classPath() {
        String surefire = System.getProperty("surefire.test.class.path");
        return surefire == null ? System.getProperty("java.class.path") : surefire + File.pathSeparator;
    }
}
