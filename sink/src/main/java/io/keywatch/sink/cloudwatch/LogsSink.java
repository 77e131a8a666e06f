package io.keywatch.sink.cloudwatch;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.sink.AwsFaults;
import io.keywatch.sink.Delivery;
import io.keywatch.sink.FindingDocument;
import io.keywatch.sink.Readiness;
import io.keywatch.sink.Sink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * Every revision of a finding as one JSON log event, the document of the index. At least once: a reader tells
 * repetitions by {@code finding.id} and {@code revision}.
 */
public final class LogsSink implements Sink {
    public static final String NAME = "cloudwatch-logs";

    /** CloudWatch refuses events older than 14 days or more than 2 hours ahead; the document has the true times. */
    static final Duration OLDEST = Duration.ofDays(13);

    static final Duration NEWEST = Duration.ofHours(1);

    /** After this long the rest of the batch waits for the next call, so that the consumer can poll. */
    private static final Duration BUDGET = Duration.ofSeconds(60);

    private static final int REFUSED = 400;
    private static final int TOO_LARGE = 413;
    private static final Delivery NOT_TRIED = Delivery.retry("not tried yet");

    private final String group;
    private final String stream;
    private final CloudWatchLogsClient logs;
    private final InstantSource clock;

    public LogsSink(String group, String stream, CloudWatchLogsClient logs, InstantSource clock) {
        this.group = group;
        this.stream = stream;
        this.logs = logs;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Readiness prepare() {
        try {
            if (!createStream()) {
                createGroup();
                createStream();
            }
            return Readiness.ready();
        } catch (CloudWatchLogsException e) {
            // where an operator made both, the role may only write: the first delivery tells
            boolean denied = "AccessDeniedException".equals(AwsFaults.code(e));
            return denied ? Readiness.ready() : notReady(e);
        } catch (SdkException e) {
            return notReady(e);
        }
    }

    @Override
    public List<Delivery> deliver(List<Finding> batch) {
        Delivery[] deliveries = new Delivery[batch.size()];
        Arrays.fill(deliveries, NOT_TRIED);
        List<LogBatches.Event> events = new ArrayList<>();
        Instant now = clock.instant();
        for (int i = 0; i < batch.size(); i++) {
            LogBatches.Event event = event(i, batch.get(i), now);
            if (event.bytes() > LogBatches.MAX_EVENT_BYTES) {
                deliveries[i] = Delivery.reject(TOO_LARGE, "log event over 256 KiB");
            } else {
                events.add(event);
            }
        }
        long end = System.nanoTime() + BUDGET.toNanos();
        for (List<LogBatches.Event> part : LogBatches.of(events)) {
            if (System.nanoTime() > end || !put(part, deliveries)) {
                break;
            }
        }
        return List.of(deliveries);
    }

    /** Whether it is worth sending another part now. */
    private boolean put(List<LogBatches.Event> part, Delivery[] deliveries) {
        List<InputLogEvent> events = part.stream()
                .map(event -> InputLogEvent.builder()
                        .timestamp(event.timestamp())
                        .message(event.message())
                        .build())
                .toList();
        Delivery all;
        RejectedLogEventsInfo refused = null;
        try {
            refused = logs.putLogEvents(request ->
                            request.logGroupName(group).logStreamName(stream).logEvents(events))
                    .rejectedLogEventsInfo();
            all = Delivery.delivered();
        } catch (SdkException e) {
            all = AwsFaults.delivery(e);
        }
        for (int i = 0; i < part.size(); i++) {
            boolean out = refused != null && isRefused(i, refused);
            deliveries[part.get(i).position()] =
                    out ? Delivery.reject(REFUSED, "outside the times the log group takes") : all;
        }
        return !(all instanceof Delivery.Retryable);
    }

    /** Old ends are exclusive, the new start inclusive, all over the events of the request. */
    private static boolean isRefused(int index, RejectedLogEventsInfo refused) {
        return (refused.tooOldLogEventEndIndex() != null && index < refused.tooOldLogEventEndIndex())
                || (refused.expiredLogEventEndIndex() != null && index < refused.expiredLogEventEndIndex())
                || (refused.tooNewLogEventStartIndex() != null && index >= refused.tooNewLogEventStartIndex());
    }

    private static LogBatches.Event event(int position, Finding finding, Instant now) {
        String message = FindingDocument.of(finding).toString();
        long timestamp = Math.clamp(
                finding.getLastSeen().toEpochMilli(),
                now.minus(OLDEST).toEpochMilli(),
                now.plus(NEWEST).toEpochMilli());
        int bytes = message.getBytes(StandardCharsets.UTF_8).length + LogBatches.OVERHEAD_BYTES;
        return new LogBatches.Event(position, timestamp, message, bytes);
    }

    /** Whether the group is there. */
    private boolean createStream() {
        try {
            logs.createLogStream(request -> request.logGroupName(group).logStreamName(stream));
            return true;
        } catch (ResourceAlreadyExistsException e) {
            return true;
        } catch (ResourceNotFoundException e) {
            return false;
        }
    }

    private void createGroup() {
        try {
            logs.createLogGroup(request -> request.logGroupName(group));
        } catch (ResourceAlreadyExistsException e) {
            // another process was faster
        }
    }

    private static Readiness notReady(SdkException e) {
        return Readiness.notReady("cloudwatch logs: " + AwsFaults.code(e));
    }
}
