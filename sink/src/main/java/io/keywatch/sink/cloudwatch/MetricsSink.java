package io.keywatch.sink.cloudwatch;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Transition;
import io.keywatch.sink.AwsFaults;
import io.keywatch.sink.Delivery;
import io.keywatch.sink.Readiness;
import io.keywatch.sink.Sink;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * Counts what happened to findings, for alarms: {@code FindingsCreated}, {@code FindingsReopened},
 * {@code FindingsSeverityRaised}, {@code FindingsResolved}, {@code FindingsSuppressed}; each in all, by Class and
 * Severity, by Account and Severity, and by Rule. Stamped with the time of delivery, which is when an alarm can act.
 * Counts are at least once.
 */
public final class MetricsSink implements Sink {
    public static final String NAME = "cloudwatch";

    /** PutMetricData takes 1,000 metrics a request. */
    static final int MAX_METRICS = 1_000;

    private static final int DIMENSION_SETS = 4;

    /** So that one request takes them all and a finding is never half counted. */
    static final int MAX_FINDINGS = MAX_METRICS / DIMENSION_SETS;

    /** CloudWatch: ASCII, 1 to 1,024 characters, not only blanks, no leading colon. */
    private static final int MAX_DIMENSION_VALUE = 255;

    private final String namespace;
    private final CloudWatchClient cloudWatch;
    private final InstantSource clock;

    public MetricsSink(String namespace, CloudWatchClient cloudWatch, InstantSource clock) {
        this.namespace = namespace;
        this.cloudWatch = cloudWatch;
        this.clock = clock;
    }

    private record Metric(String name, List<Dimension> dimensions) {}

    @Override
    public String name() {
        return NAME;
    }

    /** Metrics need no preparation, and the right to write them does not include one to look. */
    @Override
    public Readiness prepare() {
        return Readiness.ready();
    }

    @Override
    public List<Delivery> deliver(List<Finding> batch) {
        List<Delivery> deliveries = new ArrayList<>(batch.size());
        boolean going = true;
        for (int from = 0; from < batch.size(); from += MAX_FINDINGS) {
            List<Finding> part = batch.subList(from, Math.min(batch.size(), from + MAX_FINDINGS));
            Delivery delivery = going ? put(part) : Delivery.retry("not tried yet");
            going = going && !(delivery instanceof Delivery.Retryable);
            deliveries.addAll(Collections.nCopies(part.size(), delivery));
        }
        return deliveries;
    }

    private Delivery put(List<Finding> findings) {
        List<MetricDatum> data = data(findings, clock.instant());
        if (data.isEmpty()) {
            return Delivery.delivered();
        }
        try {
            cloudWatch.putMetricData(request -> request.namespace(namespace).metricData(data));
            return Delivery.delivered();
        } catch (SdkException e) {
            return AwsFaults.delivery(e);
        }
    }

    static List<MetricDatum> data(List<Finding> findings, Instant now) {
        Map<Metric, Integer> counts = new LinkedHashMap<>();
        for (Finding finding : findings) {
            name(finding.getTransition())
                    .ifPresent(name -> dimensionSets(finding)
                            .forEach(dimensions -> counts.merge(new Metric(name, dimensions), 1, Integer::sum)));
        }
        return counts.entrySet().stream()
                .map(count -> MetricDatum.builder()
                        .metricName(count.getKey().name())
                        .dimensions(count.getKey().dimensions())
                        .timestamp(now)
                        .unit(StandardUnit.COUNT)
                        .value((double) count.getValue())
                        .build())
                .toList();
    }

    private static Optional<String> name(Transition transition) {
        return switch (transition) {
            case CREATED -> Optional.of("FindingsCreated");
            case REOPENED -> Optional.of("FindingsReopened");
            case SEVERITY_RAISED -> Optional.of("FindingsSeverityRaised");
            case RESOLVED -> Optional.of("FindingsResolved");
            case SUPPRESSED -> Optional.of("FindingsSuppressed");
            case UPDATED, UNKNOWN -> Optional.empty();
        };
    }

    private static List<List<Dimension>> dimensionSets(Finding finding) {
        Dimension severity = dimension("Severity", finding.getSeverity().name().toLowerCase(Locale.ROOT));
        return List.of(
                List.of(),
                List.of(dimension("Class", finding.getFindingClass().name().toLowerCase(Locale.ROOT)), severity),
                List.of(dimension("Account", finding.getAccountId()), severity),
                List.of(dimension("Rule", finding.getRule().getId())));
    }

    static Dimension dimension(String name, @Nullable String value) {
        StringBuilder text = new StringBuilder();
        String raw = value == null || value.isBlank() ? "unknown" : value;
        for (int i = 0; i < raw.length() && text.length() < MAX_DIMENSION_VALUE; i++) {
            char c = raw.charAt(i);
            boolean taken = c >= ' ' && c < 0x7f && !(i == 0 && c == ':');
            text.append(taken ? c : '?');
        }
        return Dimension.builder().name(name).value(text.toString()).build();
    }
}
