package io.keywatch.local.demo;

import io.keywatch.app.settings.Settings;
import io.keywatch.app.settings.SettingsFile;
import io.keywatch.aws.AwsClients;
import io.keywatch.aws.AwsService;
import io.keywatch.aws.AwsSettings;
import io.keywatch.local.AwsEndpoints;
import io.keywatch.local.EmbeddedStack;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.sink.opensearch.OpenSearchConnection;
import io.keywatch.sink.opensearch.OpenSearchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What an operator would set up: queues, an alarm topic with a subscriber, a fingerprint key and a settings file. Also
 * serves integration tests, which run the service as a process on the same file.
 */
public final class DemoSite implements AutoCloseable {
    private final Path folder;
    private final Path settingsFile;
    private final Settings settings;
    private final AwsClients aws;
    private final Cloud cloud;
    private final String subscriberQueue;

    private DemoSite(
            Path folder, Path settingsFile, Settings settings, AwsClients aws, Cloud cloud, String subscriber) {
        this.folder = folder;
        this.settingsFile = settingsFile;
        this.settings = settings;
        this.aws = aws;
        this.cloud = cloud;
        this.subscriberQueue = subscriber;
    }

    /**
     * Makes everything on a running stack, under a temporary folder.
     *
     * @param adminPort 0 takes a free one
     */
    public static DemoSite prepare(EmbeddedStack stack, int adminPort) throws IOException {
        AwsEndpoints endpoints = stack.awsEndpoints();
        // the stand-ins take any credentials; the service finds these by the SDK's default chain
        System.setProperty("aws.accessKeyId", "demo");
        System.setProperty("aws.secretAccessKey", "demo");
        System.setProperty("aws.region", endpoints.region());

        Path folder = Files.createTempDirectory("keywatch-site-");
        Path keyFile = Files.writeString(folder.resolve("fingerprint.key"), Fingerprint.newKeyLine(1) + "\n");
        AwsClients aws = AwsClients.fromDefaultChain(reaching(endpoints));
        String trailQueue = queue(aws, "keywatch-cloudtrail");
        String objectQueue = queue(aws, "keywatch-objects");
        String topic = aws.sns()
                .createTopic(request -> request.name("keywatch-findings"))
                .topicArn();
        Path settingsFile = Files.writeString(
                folder.resolve("keywatch.yaml"),
                yaml(stack, folder, keyFile, adminPort, trailQueue, objectQueue, topic));
        return new DemoSite(
                folder,
                settingsFile,
                read(settingsFile),
                aws,
                new Cloud(aws, trailQueue, objectQueue),
                subscribe(aws, topic));
    }

    private static AwsSettings reaching(AwsEndpoints endpoints) {
        return AwsSettings.defaults()
                .withRegion(endpoints.region())
                .withEndpoint(AwsService.S3, endpoints.s3())
                .withEndpoint(AwsService.SQS, endpoints.sqs())
                .withEndpoint(AwsService.SNS, endpoints.sns());
    }

    public Path settingsFile() {
        return settingsFile;
    }

    public Path folder() {
        return folder;
    }

    public Settings settings() {
        return settings;
    }

    public AwsClients aws() {
        return aws;
    }

    public Cloud cloud() {
        return cloud;
    }

    public OpenSearchConnection openIndex() {
        return OpenSearchConnection.open(indexSettings());
    }

    public String indexAlias() {
        return indexSettings().alias();
    }

    private OpenSearchSettings indexSettings() {
        return settings.sinks().openSearch().orElseThrow();
    }

    /** Takes what the topic's subscriber was sent since the last call. */
    public List<String> notifications() {
        List<String> taken = new ArrayList<>();
        while (true) {
            List<Message> messages = aws.sqs()
                    .receiveMessage(request -> request.queueUrl(subscriberQueue)
                            .maxNumberOfMessages(10)
                            .waitTimeSeconds(0))
                    .messages();
            if (messages.isEmpty()) {
                return taken;
            }
            messages.forEach(message -> {
                taken.add(message.body());
                aws.sqs()
                        .deleteMessage(
                                request -> request.queueUrl(subscriberQueue).receiptHandle(message.receiptHandle()));
            });
        }
    }

    @Override
    public void close() throws IOException {
        aws.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String queue(AwsClients aws, String name) {
        return aws.sqs()
                .createQueue(request ->
                        request.queueName(name).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "30")))
                .queueUrl();
    }

    private static String subscribe(AwsClients aws, String topic) {
        String url = queue(aws, "keywatch-subscriber");
        String arn = aws.sqs()
                .getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        aws.sns()
                .subscribe(request -> request.topicArn(topic)
                        .protocol("sqs")
                        .endpoint(arn)
                        .attributes(Map.of("RawMessageDelivery", "true")));
        return url;
    }

    private static Settings read(Path file) {
        return switch (SettingsFile.read(file)) {
            case SettingsFile.Outcome.Valid valid -> valid.settings();
            case SettingsFile.Outcome.Invalid invalid ->
                throw new IllegalStateException("the demo's own settings do not check: " + invalid.problems());
        };
    }

    private static String yaml(
            EmbeddedStack stack,
            Path folder,
            Path keyFile,
            int adminPort,
            String trailQueue,
            String objectQueue,
            String topic) {
        AwsEndpoints aws = stack.awsEndpoints();
        return """
                dataDir: %s
                kafka:
                  bootstrap: ["%s"]
                registry:
                  url: %s
                aws:
                  region: %s
                  endpoints:
                    s3: %s
                    sqs: %s
                    sns: %s
                    cloudwatch: %s
                    cloudwatch_logs: %s
                    lambda: %s
                    ec2: %s
                    secrets_manager: %s
                    ssm: %s
                    sts: %s
                fingerprint:
                  keyFile: %s
                ingest:
                  longPoll: 1s
                  queues:
                    - url: %s
                      kind: cloudtrail
                    - url: %s
                      kind: objects
                sinks:
                  openSearch:
                    nodes: ["%s"]
                  sns:
                    topicArn: %s
                  cloudWatch:
                    namespace: Keywatch
                    logGroup: keywatch
                posture:
                  idle: 3s
                topics:
                  partitions: 4
                  fewPartitions: 2
                  replication: 1
                admin:
                  port: %d
                """.formatted(
                        folder.resolve("data"),
                        stack.bootstrapServers(),
                        stack.registryUrl(),
                        aws.region(),
                        aws.s3(),
                        aws.sqs(),
                        aws.sns(),
                        aws.cloudwatch(),
                        aws.logs(),
                        aws.lambda(),
                        aws.ec2(),
                        aws.secretsManager(),
                        aws.ssm(),
                        aws.sts(),
                        keyFile,
                        trailQueue,
                        objectQueue,
                        stack.openSearchUrl(),
                        topic,
                        adminPort);
    }
}
