package io.keywatch.sink.sns;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.sink.AwsFaults;
import io.keywatch.sink.Delivery;
import io.keywatch.sink.Readiness;
import io.keywatch.sink.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * One message when a finding is created, rises in severity or comes back; never for what is suppressed, staged or
 * merely counted on. At least once: {@code finding_id} and {@code revision} tell a repetition.
 */
public final class SnsSink implements Sink {
    public static final String NAME = "sns";

    /** After this long the rest of the batch waits for the next call, so that the consumer can poll. */
    private static final Duration BUDGET = Duration.ofSeconds(60);

    /** SNS takes an attribute of any length inside the 256 KiB, but refuses an empty one. */
    private static final String UNKNOWN = "unknown";

    private static final int NOT_PUBLISHABLE = 413;

    /** Fact of findings that a rule on probation raises: indexed, never paged. */
    private static final String STAGED = "staged";

    private final SnsSettings settings;
    private final SnsClient sns;

    public SnsSink(SnsSettings settings, SnsClient sns) {
        this.settings = settings;
        this.sns = sns;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The right to publish does not include one to look at the topic: only publishing tells. */
    @Override
    public Readiness prepare() {
        return Readiness.ready();
    }

    @Override
    public List<Delivery> deliver(List<Finding> batch) {
        List<Delivery> deliveries = new ArrayList<>(batch.size());
        long end = System.nanoTime() + BUDGET.toNanos();
        boolean going = true;
        for (Finding finding : batch) {
            if (!rings(finding)) {
                deliveries.add(Delivery.delivered());
            } else if (!going || System.nanoTime() > end) {
                deliveries.add(Delivery.retry("not tried yet"));
            } else {
                Delivery delivery = publish(finding);
                going = !(delivery instanceof Delivery.Retryable);
                deliveries.add(delivery);
            }
        }
        return deliveries;
    }

    private boolean rings(Finding finding) {
        if (finding.getSuppressionId() != null || finding.getSeverity().compareTo(settings.minSeverity()) < 0) {
            return false;
        }
        if ("true".equals(finding.getFacts().get(STAGED))) {
            return false;
        }
        return switch (finding.getTransition()) {
            case CREATED, SEVERITY_RAISED, REOPENED -> true;
            case UPDATED, RESOLVED, SUPPRESSED, UNKNOWN -> false;
        };
    }

    private Delivery publish(Finding finding) {
        String body = FindingSummary.of(finding, settings.console());
        Map<String, MessageAttributeValue> attributes = attributes(finding);
        if (FindingSummary.bytes(body) + bytes(attributes) > FindingSummary.MAX_BYTES) {
            return Delivery.reject(NOT_PUBLISHABLE, "message over 256 KiB");
        }
        PublishRequest.Builder request = PublishRequest.builder()
                .topicArn(settings.topicArn())
                .subject(FindingSummary.subject(finding))
                .message(body)
                .messageAttributes(attributes);
        if (settings.topicArn().endsWith(".fifo")) {
            request.messageGroupId(finding.getId())
                    .messageDeduplicationId(finding.getId() + "-" + finding.getRevision());
        }
        try {
            sns.publish(request.build());
            return Delivery.delivered();
        } catch (SdkException e) {
            return isOfTheTopic(e) ? Delivery.retry(AwsFaults.code(e) + " TopicArn") : AwsFaults.delivery(e);
        }
    }

    /** SNS answers InvalidParameter to a wrong topic too, and that is no reason to drop what should ring. */
    private static boolean isOfTheTopic(SdkException fault) {
        return fault instanceof AwsServiceException service
                && service.awsErrorDetails() != null
                && String.valueOf(service.awsErrorDetails().errorMessage()).contains("TopicArn");
    }

    /** For filter policies. */
    private static Map<String, MessageAttributeValue> attributes(Finding finding) {
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
        attributes.put("severity", string(finding.getSeverity().name().toLowerCase(Locale.ROOT)));
        attributes.put("class", string(finding.getFindingClass().name().toLowerCase(Locale.ROOT)));
        attributes.put("account", string(finding.getAccountId() == null ? UNKNOWN : finding.getAccountId()));
        attributes.put("rule", string(finding.getRule().getId()));
        attributes.put("transition", string(finding.getTransition().name().toLowerCase(Locale.ROOT)));
        attributes.put("finding_id", string(finding.getId()));
        attributes.put(
                "revision",
                MessageAttributeValue.builder()
                        .dataType("Number")
                        .stringValue(Long.toString(finding.getRevision()))
                        .build());
        return attributes;
    }

    private static MessageAttributeValue string(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value.isEmpty() ? UNKNOWN : FindingSummary.cut(value))
                .build();
    }

    private static int bytes(Map<String, MessageAttributeValue> attributes) {
        int bytes = 0;
        for (Map.Entry<String, MessageAttributeValue> attribute : attributes.entrySet()) {
            bytes += attribute.getKey().length()
                    + attribute.getValue().dataType().length()
                    + FindingSummary.bytes(attribute.getValue().stringValue());
        }
        return bytes;
    }
}
