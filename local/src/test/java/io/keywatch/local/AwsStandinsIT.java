package io.keywatch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sts.StsClient;

/** The services of ours, through the SDK's own clients: what they answer and what they refuse. */
class AwsStandinsIT {
    // AWS's limit for message and attributes together
    private static final int MAX_SNS_BYTES = 256 * 1024;

    private static final Class<? extends SnsException> SNS_INVALID =
            software.amazon.awssdk.services.sns.model.InvalidParameterException.class;

    @TempDir
    static Path folder;

    private static AwsStandinsProcess standins;
    private static AwsStandinsControl control;
    private static AwsClients aws;

    @BeforeAll
    static void start() throws IOException {
        standins = AwsStandinsProcess.start(folder);
        control = standins.control();
        aws = new AwsClients(standins.endpoints());
    }

    @AfterAll
    static void stop() throws IOException {
        standins.close();
    }

    @AfterEach
    void obeyAgain() throws IOException {
        control.stopFailing();
    }

    @Test
    void deliversWhatWasPublishedIntoAQueue() throws Exception {
        try (SnsClient sns = aws.sns();
                SqsClient sqs = aws.sqs()) {
            String topic = topic(sns);
            String url = queue(sqs);
            subscribe(sns, sqs, topic, url, Map.of());

            String id = sns.publish(request -> request.topicArn(topic)
                            .subject("an exposure")
                            .message("{\"finding\": \"ü\"}")
                            .messageAttributes(attributes("high")))
                    .messageId();

            JsonNode notification =
                    new ObjectMapper().readTree(receive(sqs, url).getFirst().body());
            assertThat(notification.path("MessageId").asText()).isEqualTo(id);
            assertThat(notification.path("TopicArn").asText()).isEqualTo(topic);
            assertThat(notification.path("Subject").asText()).isEqualTo("an exposure");
            assertThat(notification.path("Message").asText()).isEqualTo("{\"finding\": \"ü\"}");
            assertThat(notification.at("/MessageAttributes/severity/Value").asText())
                    .isEqualTo("high");
        }
    }

    @Test
    void deliversRawAndOnlyWhatTheFilterWants() {
        try (SnsClient sns = aws.sns();
                SqsClient sqs = aws.sqs()) {
            String topic = topic(sns);
            String url = queue(sqs);
            subscribe(
                    sns,
                    sqs,
                    topic,
                    url,
                    Map.of("RawMessageDelivery", "true", "FilterPolicy", "{\"severity\": [\"high\", \"critical\"]}"));

            sns.publish(r -> r.topicArn(topic).message("low").messageAttributes(attributes("low")));
            sns.publish(r -> r.topicArn(topic).message("high").messageAttributes(attributes("high")));

            assertThat(receive(sqs, url)).singleElement().satisfies(message -> {
                assertThat(message.body()).isEqualTo("high");
                assertThat(message.messageAttributes())
                        .hasEntrySatisfying(
                                "severity",
                                value -> assertThat(value.stringValue()).isEqualTo("high"));
            });
        }
    }

    @Test
    void publishesUpToTheLimitAndNotAByteMore() {
        try (SnsClient sns = aws.sns()) {
            String topic = topic(sns);
            for (int bytes : List.of(MAX_SNS_BYTES - 1, MAX_SNS_BYTES)) {
                assertThat(sns.publish(r -> r.topicArn(topic).message("x".repeat(bytes)))
                                .messageId())
                        .isNotEmpty();
            }
            assertThatExceptionOfType(SNS_INVALID)
                    .isThrownBy(() -> sns.publish(r -> r.topicArn(topic).message("x".repeat(MAX_SNS_BYTES + 1))));
            assertThatExceptionOfType(SNS_INVALID)
                    .isThrownBy(() -> sns.publish(r -> r.topicArn(topic)
                            .message("x".repeat(MAX_SNS_BYTES))
                            .messageAttributes(attributes("high"))));
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(
                            () -> sns.publish(r -> r.topicArn(topic + "-gone").message("x")));
        }
    }

    @Test
    void failsSingleEntriesOfABatch() throws Exception {
        try (SnsClient sns = aws.sns()) {
            String topic = topic(sns);
            control.fail("sns", "PublishBatch.entry", "InternalError", 500, 1);
            var response = sns.publishBatch(r -> r.topicArn(topic)
                    .publishBatchRequestEntries(
                            IntStream.range(0, 3).mapToObj(AwsStandinsIT::entry).toList()));
            assertThat(response.failed()).extracting(BatchResultErrorEntry::id).containsExactly("0");
            assertThat(response.successful()).hasSize(2);

            assertThatExceptionOfType(BatchEntryIdsNotDistinctException.class)
                    .isThrownBy(() -> sns.publishBatch(
                            r -> r.topicArn(topic).publishBatchRequestEntries(List.of(entry(1), entry(1)))));
            assertThatExceptionOfType(SnsException.class)
                    .isThrownBy(() -> sns.publishBatch(r -> r.topicArn(topic)
                            .publishBatchRequestEntries(IntStream.range(0, 11)
                                    .mapToObj(AwsStandinsIT::entry)
                                    .toList())));
        }
    }

    @Test
    void aggregatesMetrics() {
        try (CloudWatchClient cloudWatch = aws.cloudWatch()) {
            String namespace = "Keywatch/" + UUID.randomUUID();
            Dimension dimension =
                    Dimension.builder().name("severity").value("high").build();
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            // enough to come compressed
            List<MetricDatum> data = IntStream.rangeClosed(1, 200)
                    .mapToObj(value -> MetricDatum.builder()
                            .metricName("findings")
                            .dimensions(dimension)
                            .timestamp(now)
                            .value((double) value)
                            .build())
                    .toList();
            cloudWatch.putMetricData(r -> r.namespace(namespace).metricData(data));

            assertThat(cloudWatch
                            .listMetricsPaginator(r -> r.namespace(namespace))
                            .metrics())
                    .extracting(Metric::metricName)
                    .containsExactly("findings");
            List<Datapoint> points = cloudWatch
                    .getMetricStatistics(r -> r.namespace(namespace)
                            .metricName("findings")
                            .dimensions(dimension)
                            .startTime(now.minusSeconds(60))
                            .endTime(now.plusSeconds(60))
                            .period(60)
                            .statistics(Statistic.SUM, Statistic.MAXIMUM, Statistic.SAMPLE_COUNT))
                    .datapoints();
            assertThat(points).singleElement().satisfies(point -> {
                assertThat(point.sum()).isCloseTo(20_100, within(1e-9));
                assertThat(point.maximum()).isEqualTo(200);
                assertThat(point.sampleCount()).isEqualTo(200);
                assertThat(point.timestamp()).isBeforeOrEqualTo(now).isAfter(now.minusSeconds(61));
            });
            var read = cloudWatch.getMetricData(r -> r.startTime(now.minusSeconds(60))
                    .endTime(now.plusSeconds(60))
                    .metricDataQueries(MetricDataQuery.builder()
                            .id("q")
                            .metricStat(stat -> stat.period(60)
                                    .stat("Average")
                                    .metric(m -> m.namespace(namespace)
                                            .metricName("findings")
                                            .dimensions(dimension)))
                            .build()));
            assertThat(read.metricDataResults())
                    .singleElement()
                    .satisfies(result -> assertThat(result.values()).containsExactly(100.5));
        }
    }

    @Test
    void refusesMetricsThatCloudWatchWouldRefuse() {
        try (CloudWatchClient cloudWatch = aws.cloudWatch()) {
            assertThatExceptionOfType(InvalidParameterValueException.class)
                    .isThrownBy(() -> cloudWatch.putMetricData(r -> r.namespace("Keywatch")
                            .metricData(MetricDatum.builder()
                                    .metricName("old")
                                    .value(1.0)
                                    .timestamp(Instant.now().minus(15, ChronoUnit.DAYS))
                                    .build())))
                    .satisfies(refused ->
                            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterValue"));
            for (int size : List.of(1000, 1001)) {
                var data = IntStream.range(0, size)
                        .mapToObj(i -> MetricDatum.builder()
                                .metricName("many")
                                .value(1.0)
                                .build())
                        .toList();
                if (size == 1000) {
                    cloudWatch.putMetricData(r -> r.namespace("Keywatch").metricData(data));
                } else {
                    assertThatExceptionOfType(InvalidParameterValueException.class)
                            .isThrownBy(() -> cloudWatch.putMetricData(
                                    r -> r.namespace("Keywatch").metricData(data)));
                }
            }
        }
    }

    @Test
    void keepsLogEventsInOrderOfTime() {
        try (CloudWatchLogsClient logs = aws.logs()) {
            String group = "/keywatch/" + UUID.randomUUID();
            logs.createLogGroup(r -> r.logGroupName(group));
            assertThatExceptionOfType(ResourceAlreadyExistsException.class)
                    .isThrownBy(() -> logs.createLogGroup(r -> r.logGroupName(group)));
            logs.createLogStream(r -> r.logGroupName(group).logStreamName("findings"));
            assertThat(logs.describeLogStreams(r -> r.logGroupName(group)).logStreams())
                    .extracting(LogStream::logStreamName)
                    .containsExactly("findings");
            long now = System.currentTimeMillis();
            logs.putLogEvents(r -> r.logGroupName(group)
                    .logStreamName("findings")
                    .logEvents(event(now, "first"), event(now + 1, "second")));

            assertThat(logs.getLogEventsPaginator(r -> r.logGroupName(group).logStreamName("findings"))
                            .events())
                    .extracting(OutputLogEvent::message)
                    .containsExactly("first", "second");
            assertThat(logs.filterLogEvents(r -> r.logGroupName(group).filterPattern("sec"))
                            .events())
                    .singleElement()
                    .satisfies(found -> assertThat(found.logStreamName()).isEqualTo("findings"));
            assertThatExceptionOfType(InvalidParameterException.class)
                    .isThrownBy(() -> logs.putLogEvents(r -> r.logGroupName(group)
                            .logStreamName("findings")
                            .logEvents(event(now, "late"), event(now - 1, "early"))));
            var rejected = logs.putLogEvents(r -> r.logGroupName(group)
                            .logStreamName("findings")
                            .logEvents(event(now - ChronoUnit.DAYS.getDuration().toMillis() * 15, "old")))
                    .rejectedLogEventsInfo();
            assertThat(rejected.tooOldLogEventEndIndex()).isEqualTo(1);
        }
    }

    @Test
    void returnsTheFunctionsItWasToldOf() throws Exception {
        String name = "function-" + UUID.randomUUID();
        String value = UUID.randomUUID().toString();
        control.lambdaFunction(
                name, Map.of("Runtime", "python3.13", "Environment", Map.of("Variables", Map.of("TOKEN", value))));
        control.lambdaCode(name, value.getBytes(StandardCharsets.UTF_8));
        try (LambdaClient lambda = aws.lambda()) {
            var configuration = lambda.getFunctionConfiguration(r -> r.functionName(name));
            assertThat(configuration.environment().variables()).containsEntry("TOKEN", value);
            assertThat(lambda.getFunctionConfiguration(r -> r.functionName(configuration.functionArn()))
                            .functionName())
                    .isEqualTo(name);
            assertThat(lambda.listFunctionsPaginator().functions()).hasSize(1);
            String location =
                    lambda.getFunction(r -> r.functionName(name)).code().location();
            assertThat(download(location)).isEqualTo(value);
            control.removeLambdaFunction(name);
            assertThatExceptionOfType(ResourceNotFoundException.class)
                    .isThrownBy(() -> lambda.getFunctionConfiguration(r -> r.functionName(name)));
        }
    }

    @Test
    void returnsTheUserDataItWasToldOf() throws Exception {
        String text = "#!/bin/sh\necho '<&>' ü\n";
        control.instanceUserData("i-0123456789abcdef0", text);
        control.launchTemplate("lt-0123456789abcdef0", "web", List.of("one", "two"));
        try (Ec2Client ec2 = aws.ec2()) {
            assertThat(decoded(ec2.describeInstanceAttribute(
                                    r -> r.instanceId("i-0123456789abcdef0").attribute(InstanceAttributeName.USER_DATA))
                            .userData()
                            .value()))
                    .isEqualTo(text);
            assertThatExceptionOfType(Ec2Exception.class)
                    .isThrownBy(() -> ec2.describeInstanceAttribute(
                            r -> r.instanceId("i-00000000000000000").attribute(InstanceAttributeName.USER_DATA)))
                    .satisfies(missing ->
                            assertThat(missing.awsErrorDetails().errorCode()).isEqualTo("InvalidInstanceID.NotFound"));
            assertThat(ec2.describeLaunchTemplateVersions(r -> r.launchTemplateId("lt-0123456789abcdef0"))
                            .launchTemplateVersions())
                    .extracting(version -> version.versionNumber()
                            + decoded(version.launchTemplateData().userData()))
                    .containsExactly("2two", "1one");
        }
    }

    @Test
    void saysWhoCallsAndLendsRoles() {
        try (StsClient sts = aws.sts()) {
            assertThat(sts.getCallerIdentity().account())
                    .isEqualTo(standins.endpoints().account());
            var role = sts.assumeRole(
                    r -> r.roleArn("arn:aws:iam::444455556666:role/path/Reader").roleSessionName("keywatch"));
            assertThat(role.credentials().expiration()).isAfter(Instant.now());
            assertThat(role.assumedRoleUser().arn())
                    .isEqualTo("arn:aws:sts::444455556666:assumed-role/Reader/keywatch");
        }
    }

    @Test
    void failsAsToldAndCountsCalls() throws Exception {
        try (SnsClient sns = aws.sns();
                CloudWatchClient cloudWatch = aws.cloudWatch()) {
            String topic = topic(sns);
            control.fail("sns", "Publish", "AuthorizationError", 403, 1);
            assertThatExceptionOfType(AwsServiceException.class)
                    .isThrownBy(() -> sns.publish(r -> r.topicArn(topic).message("x")))
                    .satisfies(denied -> assertThat(denied.statusCode()).isEqualTo(403));

            // throttled twice, and the SDK tries a third time by itself
            long before = control.calls("cloudwatch", "ListMetrics");
            control.fail("cloudwatch", "*", "Throttling", 400, 2);
            assertThat(cloudWatch.listMetrics(r -> r.namespace("none")).metrics())
                    .isEmpty();
            assertThat(control.calls("cloudwatch", "ListMetrics")).isEqualTo(before + 3);
        }
    }

    @Test
    void answersWhatItWasToldWhereNothingStandsIn() throws Exception {
        control.answer(
                "ec2",
                "DescribeInstances",
                "i-1",
                "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId>"
                        + "</item></instancesSet></item></reservationSet></DescribeInstancesResponse>");
        try (Ec2Client ec2 = aws.ec2()) {
            assertThat(ec2.describeInstances(r -> r.instanceIds("i-1"))
                            .reservations()
                            .getFirst()
                            .instances())
                    .singleElement()
                    .satisfies(instance -> assertThat(instance.instanceId()).isEqualTo("i-1"));
            assertThatExceptionOfType(Ec2Exception.class)
                    .isThrownBy(() -> ec2.describeInstances(r -> r.instanceIds("i-2")));
        }
    }

    @Test
    void refusesWhatIsNotSigned() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(standins.endpoints().sns())
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString("Action=ListTopics&Version=2010-03-31"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).contains("<Code>MissingAuthenticationToken</Code>");
        }
    }

    private static String topic(SnsClient sns) {
        return sns.createTopic(r -> r.name("topic-" + UUID.randomUUID())).topicArn();
    }

    private static String queue(SqsClient sqs) {
        return sqs.createQueue(r -> r.queueName("queue-" + UUID.randomUUID())).queueUrl();
    }

    private static void subscribe(
            SnsClient sns, SqsClient sqs, String topic, String url, Map<String, String> attributes) {
        String arn = sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        sns.subscribe(r -> r.topicArn(topic).protocol("sqs").endpoint(arn).attributes(attributes));
    }

    private static List<Message> receive(SqsClient sqs, String url) {
        return sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10).messageAttributeNames("All"))
                .messages();
    }

    private static Map<String, MessageAttributeValue> attributes(String severity) {
        return Map.of(
                "severity",
                MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue(severity)
                        .build());
    }

    private static PublishBatchRequestEntry entry(int id) {
        return PublishBatchRequestEntry.builder()
                .id(Integer.toString(id))
                .message("message " + id)
                .build();
    }

    private static InputLogEvent event(long at, String message) {
        return InputLogEvent.builder().timestamp(at).message(message).build();
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static String download(String url) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
