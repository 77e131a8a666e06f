package io.keywatch.sink.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Transition;
import io.keywatch.sink.Delivery;
import io.keywatch.sink.Readiness;
import io.keywatch.sink.TestFindings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

class CloudWatchSinksTest {
    private static final Instant NOW = TestFindings.TIME.plus(Duration.ofHours(1));

    private final FakeMetrics cloudWatch = new FakeMetrics();
    private final FakeLogs logs = new FakeLogs();
    private final MetricsSink metricsSink = new MetricsSink("Keywatch", cloudWatch, () -> NOW);
    private final LogsSink logsSink = new LogsSink("/keywatch/findings", "findings", logs, () -> NOW);

    @Test
    void countsInAllByClassByAccountAndByRule() {
        Finding updated = TestFindings.exposure("c", 2);
        updated.setTransition(Transition.UPDATED);
        metricsSink.deliver(List.of(TestFindings.exposure("a", 1), TestFindings.exposure("b", 1), updated));
        List<MetricDatum> data = cloudWatch.requests.getFirst().metricData();
        assertThat(data)
                .hasSize(4)
                .allMatch(datum -> datum.value() == 2.0 && datum.timestamp().equals(NOW));
        assertThat(data.stream()
                        .map(datum -> datum.dimensions().stream()
                                .map(dimension -> dimension.name() + "=" + dimension.value())
                                .toList()))
                .containsExactlyInAnyOrder(
                        List.of(),
                        List.of("Class=exposure", "Severity=high"),
                        List.of("Account=111122223333", "Severity=high"),
                        List.of("Rule=aws-access-key"));
    }

    @Test
    void neverExceedsTheMetricsOfARequestNorCountsHalfAFinding() {
        for (int extra : new int[] {-1, 0, 1}) {
            cloudWatch.requests.clear();
            List<Finding> batch = new ArrayList<>();
            for (int i = 0; i < MetricsSink.MAX_FINDINGS + extra; i++) {
                Finding finding = TestFindings.exposure("f" + i, 1);
                finding.getRule().setId("rule-" + i);
                finding.setAccountId("account-" + i);
                batch.add(finding);
            }
            assertThat(metricsSink.deliver(batch)).hasSameSizeAs(batch).containsOnly(Delivery.delivered());
            assertThat(cloudWatch.requests).hasSize(extra > 0 ? 2 : 1);
            assertThat(cloudWatch.requests)
                    .allMatch(request -> request.metricData().size() <= MetricsSink.MAX_METRICS);
        }
    }

    @Test
    void makesADimensionOfAnyText() {
        assertThat(MetricsSink.dimension("Rule", ":r\u00fcle").value()).isEqualTo("?r?le");
        assertThat(MetricsSink.dimension("Account", null).value()).isEqualTo("unknown");
        assertThat(MetricsSink.dimension("Account", "  ").value()).isEqualTo("unknown");
        assertThat(MetricsSink.dimension("Rule", "x".repeat(2000)).value()).hasSize(255);
    }

    @Test
    void triesThrottledMetricsAgain() {
        cloudWatch.fault = CloudWatchException.builder()
                .statusCode(400)
                .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode("Throttling").build())
                .build();
        assertThat(metricsSink.deliver(List.of(TestFindings.exposure("a", 1))))
                .containsExactly(Delivery.retry("Throttling"));
    }

    @Test
    void makesGroupAndStreamWhereAbsent() {
        logs.groupMissing = true;
        assertThat(logsSink.prepare()).isEqualTo(Readiness.ready());
        assertThat(logs.created).containsExactly("group", "stream");
    }

    @Test
    void writesWhereItMayNotCreate() {
        logs.createFault = logsFault("AccessDeniedException", 400);
        assertThat(logsSink.prepare()).isEqualTo(Readiness.ready());
        logs.createFault = logsFault("ServiceUnavailableException", 503);
        assertThat(logsSink.prepare()).isEqualTo(Readiness.notReady("cloudwatch logs: ServiceUnavailableException"));
    }

    @Test
    void writesEventsInTimeOrderInsideTheTimesThatAreTaken() {
        Finding old = TestFindings.exposure("old", 1);
        old.setLastSeen(NOW.minus(Duration.ofDays(100)));
        Finding ahead = TestFindings.exposure("ahead", 1);
        ahead.setLastSeen(NOW.plus(Duration.ofDays(1)));
        logsSink.deliver(List.of(ahead, TestFindings.exposure("now", 1), old));
        List<Long> times = logs.requests.stream()
                .flatMap(request -> request.logEvents().stream())
                .map(event -> event.timestamp())
                .toList();
        assertThat(times).isSorted().hasSize(3);
        assertThat(times.getFirst()).isEqualTo(NOW.minus(LogsSink.OLDEST).toEpochMilli());
        assertThat(times.getLast()).isEqualTo(NOW.plus(LogsSink.NEWEST).toEpochMilli());
    }

    @Test
    void rejectsOnlyTheEventsThatTheGroupRefuses() {
        logs.rejected =
                RejectedLogEventsInfo.builder().tooOldLogEventEndIndex(1).build();
        Finding first = TestFindings.exposure("first", 1);
        Finding second = TestFindings.exposure("second", 9);
        List<Delivery> deliveries = logsSink.deliver(List.of(second, first));
        assertThat(deliveries.get(0)).isEqualTo(Delivery.delivered());
        assertThat(deliveries.get(1)).isInstanceOf(Delivery.Rejected.class);
    }

    @Test
    void rejectsAnEventThatIsTooLargeAndDeliversTheRest() {
        Finding large = TestFindings.exposure("large", 1);
        large.setExplanation("x".repeat(LogBatches.MAX_EVENT_BYTES));
        List<Delivery> deliveries = logsSink.deliver(List.of(large, TestFindings.exposure("b", 1)));
        assertThat(deliveries.get(0)).isEqualTo(Delivery.reject(413, "log event over 256 KiB"));
        assertThat(deliveries.get(1)).isEqualTo(Delivery.delivered());
    }

    private static CloudWatchLogsException logsFault(String code, int status) {
        return (CloudWatchLogsException) CloudWatchLogsException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    private static final class FakeMetrics implements CloudWatchClient {
        private final List<PutMetricDataRequest> requests = new ArrayList<>();
        private @Nullable SdkException fault;

        @Override
        public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
            if (fault != null) {
                throw fault;
            }
            requests.add(request);
            return PutMetricDataResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return "monitoring";
        }

        @Override
        public void close() {}
    }

    private static final class FakeLogs implements CloudWatchLogsClient {
        private final List<PutLogEventsRequest> requests = new ArrayList<>();
        private final List<String> created = new ArrayList<>();
        private boolean groupMissing;
        private @Nullable SdkException createFault;
        private @Nullable RejectedLogEventsInfo rejected;

        @Override
        public CreateLogGroupResponse createLogGroup(CreateLogGroupRequest request) {
            groupMissing = false;
            created.add("group");
            return CreateLogGroupResponse.builder().build();
        }

        @Override
        public CreateLogStreamResponse createLogStream(CreateLogStreamRequest request) {
            if (createFault != null) {
                throw createFault;
            }
            if (groupMissing) {
                throw ResourceNotFoundException.builder().build();
            }
            created.add("stream");
            return CreateLogStreamResponse.builder().build();
        }

        @Override
        public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
            requests.add(request);
            return PutLogEventsResponse.builder()
                    .rejectedLogEventsInfo(rejected)
                    .build();
        }

        @Override
        public String serviceName() {
            return "logs";
        }

        @Override
        public void close() {}
    }
}
