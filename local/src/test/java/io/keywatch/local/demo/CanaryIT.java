package io.keywatch.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywatch.aws.AwsClients;
import io.keywatch.local.EmbeddedStack;
import io.keywatch.local.Fault;
import io.keywatch.local.FaultProxy;
import io.keywatch.schemas.Topics;
import io.keywatch.sink.opensearch.FindingQuery;
import io.keywatch.sink.opensearch.FindingRow;
import io.keywatch.sink.opensearch.FindingsIndex;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Planted secrets go through the whole service and both commands, and get nowhere. */
class CanaryIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String CONTROL = "control";
    private static final String LOG_GROUP = "keywatch";
    /** Of the log that breaks off, two unknown notifications a queue, at least one object, a secret and a parameter. */
    private static final long DEAD_LETTERS = 8;

    @TempDir
    Path folder;

    private final StringWriter logged = new StringWriter();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void plantedSecretsGetNowhere() throws Exception {
        captureLogs();
        Canaries canaries = new Canaries();
        CanarySearch search = new CanarySearch();
        canaries.byLabel().forEach(search::lookFor);
        String control = new Planted().text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 32);
        search.lookFor(CONTROL, control);

        Path stackFolder = folder.resolve("stack");
        Path site;
        try (EmbeddedStack stack = EmbeddedStack.start(stackFolder);
                FaultProxy s3 = FaultProxy.inFrontOf(stack.awsEndpoints().s3());
                DemoSite demo = DemoSite.prepare(stack, KeywatchProcess.freePort());
                TopicReader topics = new TopicReader(stack.bootstrapServers())) {
            site = demo.folder();
            // Given a service that says all it can, and a bucket that breaks off in the middle of an object
            s3.fail("GET /" + Canaries.OBJECTS + "/" + Canaries.CUT, new Fault.CutAfter(8_192), -1);
            Path output = folder.resolve("service.log");
            KeywatchProcess service = KeywatchProcess.start(
                    output, "run", "--config", settings(demo, stack, s3).toString());
            try {
                // When secrets come in every way there is, and the commands read the same
                canaries.plant(demo, stack.awsControl());
                canaries.write(folder.resolve("input"));
                runCommands();
                awaitFindings(service, demo, canaries, topics);
                URI admin =
                        URI.create("http://127.0.0.1:" + demo.settings().admin().port());
                for (String path : List.of("/metrics", "/readyz", "/healthz")) {
                    search.in(path, get(admin.resolve(path)));
                }
            } finally {
                // stores are written out
                service.stop();
            }
            assertThat(Files.readString(output))
                    .as("the log tells of debugging")
                    .contains("\"DEBUG\"");
            plantControl(stack, demo, control);

            // Then they are nowhere
            long records = searchTopics(topics, search);
            assertThat(records).isGreaterThan(canaries.events());
            searchIndex(stack.openSearchUrl(), search);
            for (String notification : demo.notifications()) {
                search.in("SNS", notification);
            }
            searchCloudWatch(demo, search);
            searchFiles("site", site, search, Set.of());
        }
        // S3 and the queues are where the canaries came from
        searchFiles("stack", stackFolder, search, Set.of("aws"));
        searchFiles("output", folder, search, Set.of("stack", "input"));
        searchFiles("reports", Path.of("target"), search, Set.of("classes", "test-classes", "lib"));
        search.in("this JVM's log", logged.toString());
        System.err.printf(
                "%d canaries looked for in %d bytes%n", canaries.byLabel().size(), search.searched());

        // but for what the test itself put there, which is found wherever it looks
        assertThat(search.hits()).allMatch(hit -> hit.startsWith(CONTROL + " in "));
        assertThat(search.hits())
                .contains(
                        CONTROL + " in topic " + CONTROL,
                        CONTROL + " in index",
                        CONTROL + " in SNS",
                        CONTROL + " in site data/" + CONTROL);
    }

    private Path settings(DemoSite site, EmbeddedStack stack, FaultProxy s3) throws IOException {
        String yaml = Files.readString(site.settingsFile())
                .replace("s3: " + stack.awsEndpoints().s3(), "s3: " + s3.url());
        return Files.writeString(folder.resolve("keywatch.yaml"), yaml + """
                vault:
                  enabled: true
                  callsPerSecond: 100
                log:
                  level: debug
                  format: json
                scan:
                  retry:
                    attempts: 2
                    first: 1s
                    longest: 1s
                    tick: 1s
                """);
    }

    private void runCommands() throws Exception {
        String objects = folder.resolve("input/objects").toString();
        String trails = folder.resolve("input/trails").toString();
        for (String format : List.of("text", "jsonl", "sarif")) {
            Path report = folder.resolve("scan." + format);
            int code = KeywatchProcess.start(
                            folder.resolve("scan-" + format + ".log"),
                            "scan",
                            objects,
                            "--format",
                            format,
                            "--output",
                            report.toString())
                    .await();
            assertThat(code).as("scan finds").isEqualTo(1);
            assertThat(report).isNotEmptyFile();
        }
        for (String format : List.of("jsonl", "ocsf")) {
            Path report = folder.resolve("replay." + format);
            KeywatchProcess.start(
                            folder.resolve("replay-" + format + ".log"),
                            "replay",
                            trails,
                            "--format",
                            format,
                            "--output",
                            report.toString())
                    .await();
            assertThat(report).isNotEmptyFile();
        }
    }

    /** Every canary has had its chance: found, or told of as unreadable. */
    private static void awaitFindings(KeywatchProcess service, DemoSite site, Canaries canaries, TopicReader topics)
            throws IOException {
        List<String> places = new ArrayList<>(canaries.objects());
        places.add(Canaries.FUNCTION);
        places.add(Canaries.INSTANCE);
        try (var connection = site.openIndex()) {
            FindingsIndex index = new FindingsIndex(connection, site.indexAlias());
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
                assertThat(service.alive()).as("the service lives").isTrue();
                List<FindingRow> rows = index.search(FindingQuery.newest(1_000));
                assertThat(places)
                        .allMatch(place ->
                                rows.stream().anyMatch(row -> row.resource().contains(place)));
                assertThat(rows)
                        .extracting(FindingRow::rule)
                        .contains(
                                "access.access-key-for-another-user",
                                "posture.managed-value-exposed",
                                "posture.value-in-two-secrets");
                // beside the others two that share a password, one with and without its line end, and a parameter
                assertThat(topics.read(Topics.VAULT_VALUES.name(), record -> {}))
                        .isEqualTo(Canaries.OTHER_SECRETS + 2 + 2 + 1);
                assertThat(topics.read(Topics.CLOUDTRAIL.name(), record -> {})).isEqualTo(canaries.events());
                assertThat(topics.read(Topics.DEAD_LETTERS.name(), record -> {}))
                        .isGreaterThanOrEqualTo(DEAD_LETTERS);
            });
        }
    }

    private void plantControl(EmbeddedStack stack, DemoSite site, String control) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(CONTROL, 1, (short) 1)))
                    .all()
                    .get();
        }
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", (Object) stack.bootstrapServers(), "compression.type", "gzip"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(CONTROL, "key", "something " + control))
                    .get();
        }
        // neither broker nor index makes anything by itself
        http.send(
                HttpRequest.newBuilder(stack.openSearchUrl().resolve("/control"))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        HttpResponse<String> stored = http.send(
                HttpRequest.newBuilder(stack.openSearchUrl().resolve("/control/_doc/1?refresh=true"))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"text\":\"" + control + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(stored.statusCode()).isEqualTo(201);
        String topic = site.settings().sinks().sns().orElseThrow().topicArn();
        site.aws().sns().publish(request -> request.topicArn(topic).message(control));
        Files.write(site.folder().resolve("data").resolve(CONTROL), control.getBytes(StandardCharsets.UTF_16LE));
    }

    private static long searchTopics(TopicReader topics, CanarySearch search) {
        Map<String, Long> read = new TreeMap<>();
        for (String topic : topics.topics()) {
            String place = "topic " + topic;
            read.put(topic, topics.read(topic, record -> {
                search.in(place, record.key() == null ? new byte[0] : record.key());
                search.in(place, record.value() == null ? new byte[0] : record.value());
                record.headers().forEach(header -> {
                    search.in(place, header.key());
                    search.in(place, header.value() == null ? new byte[0] : header.value());
                });
            }));
        }
        assertThat(read.keySet()).as("internal topics are among them").anyMatch(topic -> topic.endsWith("-changelog"));
        return read.values().stream().mapToLong(Long::longValue).sum();
    }

    private void searchIndex(URI openSearch, CanarySearch search) throws Exception {
        String all = get(openSearch.resolve("/_all/_search?size=10000&expand_wildcards=all"));
        assertThat(all).contains("access-key-for-another-user");
        search.in("index", all);
        search.in("index mappings", get(openSearch.resolve("/_all/_mapping?expand_wildcards=all")));
    }

    private static void searchCloudWatch(DemoSite site, CanarySearch search) {
        try (AwsClients aws = AwsClients.fromDefaultChain(site.settings().aws())) {
            var streams = aws.cloudWatchLogs()
                    .describeLogStreams(request -> request.logGroupName(LOG_GROUP))
                    .logStreams();
            long events = 0;
            for (var stream : streams) {
                var page = aws.cloudWatchLogs()
                        .getLogEvents(request -> request.logGroupName(LOG_GROUP)
                                .logStreamName(stream.logStreamName())
                                .startFromHead(true)
                                .limit(10_000));
                page.events().forEach(event -> search.in("CloudWatch Logs", event.message()));
                events += page.events().size();
            }
            assertThat(events).as("log events").isPositive();
            search.in(
                    "CloudWatch metrics",
                    aws.cloudWatch().listMetrics(request -> {}).toString());
        }
    }

    /** Every file but those in the named folders at the top; Kafka's sparse index files hold offsets and no text. */
    private static void searchFiles(String place, Path top, CanarySearch search, Set<String> but) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path name = top.relativize(file);
                if (but.contains(name.getName(0).toString()) || name.toString().endsWith("index")) {
                    continue;
                }
                try {
                    search.in(place + " " + name, Files.readAllBytes(file));
                } catch (NoSuchFileException gone) {
                    // a segment that was merged away
                }
            }
        }
    }

    private String get(URI uri) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(uri.getPath()).isEqualTo(200);
        return answer.body();
    }

    private void captureLogs() {
        if (LogManager.getContext(false) instanceof LoggerContext context) {
            var configuration = context.getConfiguration();
            var appender = WriterAppender.createAppender(
                    PatternLayout.createDefaultLayout(configuration), null, logged, "captured", false, true);
            appender.start();
            configuration.addAppender(appender);
            configuration.getRootLogger().addAppender(appender, null, null);
            context.updateLoggers();
        }
    }
}
