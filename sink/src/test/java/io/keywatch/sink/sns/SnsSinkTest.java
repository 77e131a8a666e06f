package io.keywatch.sink.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Transition;
import io.keywatch.sink.Delivery;
import io.keywatch.sink.TestFindings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SnsException;

class SnsSinkTest {
    private static final String TOPIC = "arn:aws:sns:eu-central-1:111122223333:alerts";

    private final FakeSns sns = new FakeSns();
    private final SnsSink sink = new SnsSink(
            new SnsSettings(TOPIC, Severity.MEDIUM, Optional.of(URI.create("https://keywatch.example/console"))), sns);

    @Test
    void ringsOnCreationRiseAndReturnOnly() {
        List<Finding> batch = new ArrayList<>();
        for (Transition transition : Transition.values()) {
            Finding finding = TestFindings.exposure("f-" + transition, 1);
            finding.setTransition(transition);
            batch.add(finding);
        }
        assertThat(sink.deliver(batch)).hasSameSizeAs(batch).containsOnly(Delivery.delivered());
        assertThat(sns.published.stream()
                        .map(request -> attribute(request, "finding_id").stringValue()))
                .containsExactly("f-CREATED", "f-SEVERITY_RAISED", "f-REOPENED");
    }

    @Test
    void staysSilentBelowTheSeverityAndForTheSuppressed() {
        Finding low = TestFindings.exposure("low", 1);
        low.setSeverity(Severity.LOW);
        Finding suppressed = TestFindings.exposure("suppressed", 1);
        suppressed.setSuppressionId("s1");
        assertThat(sink.deliver(List.of(low, suppressed))).containsOnly(Delivery.delivered());
        assertThat(sns.published).isEmpty();
    }

    @Test
    void staysSilentForWhatIsStaged() {
        Finding staged = TestFindings.exposure("staged", 1);
        staged.setFacts(Map.of("staged", "true"));
        Finding live = TestFindings.exposure("live", 1);
        live.setFacts(Map.of("staged", "false"));
        assertThat(sink.deliver(List.of(staged, live))).containsOnly(Delivery.delivered());
        assertThat(sns.published)
                .singleElement()
                .satisfies(
                        request -> assertThat(attribute(request, "finding_id").stringValue())
                                .isEqualTo("live"));
    }

    @Test
    void carriesWhatFilterPoliciesNeed() {
        sink.deliver(List.of(TestFindings.exposure("f1", 7)));
        PublishRequest request = sns.published.getFirst();
        assertThat(request.messageAttributes().keySet())
                .contains("severity", "class", "account", "rule", "finding_id", "revision");
        assertThat(attribute(request, "severity").stringValue()).isEqualTo("high");
        assertThat(attribute(request, "revision").dataType()).isEqualTo("Number");
        assertThat(request.message()).contains("https://keywatch.example/console/findings/f1");
    }

    @Test
    void triesLaterWhatIsThrottledAndDoesNotPressOn() {
        sns.fault = fault("Throttled", 429, "Rate exceeded");
        List<Delivery> deliveries = sink.deliver(List.of(TestFindings.exposure("a", 1), TestFindings.exposure("b", 1)));
        assertThat(deliveries).containsExactly(Delivery.retry("Throttled"), Delivery.retry("not tried yet"));
        assertThat(sns.calls).isEqualTo(1);
    }

    @Test
    void dropsNothingWhenTheTopicIsWrongOrTheRightIsMissing() {
        for (SdkException fault : List.of(
                fault("AuthorizationError", 403, "not allowed"),
                fault("NotFound", 404, "no topic"),
                fault("InvalidParameter", 400, "Invalid parameter: TopicArn"),
                SdkClientException.create("connection refused"))) {
            sns.fault = fault;
            assertThat(sink.deliver(List.of(TestFindings.exposure("a", 1))).getFirst())
                    .isInstanceOf(Delivery.Retryable.class);
        }
    }

    @Test
    void rejectsWhatIsWrongWithTheMessageItself() {
        sns.fault = fault("InvalidParameter", 400, "Invalid parameter: Message");
        assertThat(sink.deliver(List.of(TestFindings.exposure("a", 1))))
                .containsExactly(Delivery.reject(400, "InvalidParameter"));
    }

    @Property(tries = 200)
    void neverComesNearTheLimitOfAMessage(@ForAll long seed) {
        Finding finding = TestFindings.any(seed);
        finding.setExplanation("\u0001\u20ac\"".repeat(100_000));
        finding.setTitle(finding.getExplanation());
        finding.setRemediation(List.of(finding.getTitle(), finding.getTitle(), finding.getTitle()));
        String body = FindingSummary.of(finding, Optional.empty());
        assertThat(FindingSummary.bytes(body)).isLessThan(FindingSummary.MAX_BYTES / 2);
        assertThat(FindingSummary.subject(finding))
                .hasSizeLessThanOrEqualTo(100)
                .matches("[ -~]+");
    }

    @Test
    void deduplicatesOnAFifoTopic() {
        SnsSink fifo = new SnsSink(SnsSettings.of(TOPIC + ".fifo"), sns);
        fifo.deliver(List.of(TestFindings.exposure("f1", 3)));
        assertThat(sns.published.getFirst().messageGroupId()).isEqualTo("f1");
        assertThat(sns.published.getFirst().messageDeduplicationId()).isEqualTo("f1-3");
    }

    private static MessageAttributeValue attribute(PublishRequest request, String name) {
        return Objects.requireNonNull(request.messageAttributes().get(name));
    }

    private static SdkException fault(String code, int status, String message) {
        return SnsException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    private static final class FakeSns implements SnsClient {
        private final List<PublishRequest> published = new ArrayList<>();
        private @Nullable SdkException fault;
        private int calls;

        @Override
        public PublishResponse publish(PublishRequest request) {
            calls++;
            if (fault != null) {
                throw fault;
            }
            published.add(request);
            return PublishResponse.builder().messageId("m" + calls).build();
        }

        @Override
        public String serviceName() {
            return "sns";
        }

        @Override
        public void close() {}
    }
}
