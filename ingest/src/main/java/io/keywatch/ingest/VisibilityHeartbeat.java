package io.keywatch.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;

/**
 * Keeps every message of one queue invisible from the moment it is received until it is let go, those that still wait
 * for their turn included. {@link #beat} is called by a timer thread of its own: work that keeps all cores busy must
 * not silence it.
 */
final class VisibilityHeartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(VisibilityHeartbeat.class);

    /** SQS's limit of a batch. */
    private static final int BATCH = 10;

    /** SQS takes a message back 12 hours after it was received, whatever is asked. */
    private static final Duration MAX_HOLD = Duration.ofHours(11);

    private final SqsClient sqs;
    private final QueueSettings queue;
    private final int visibilitySeconds;
    private final IngestMetrics metrics;
    private final InstantSource clock;
    private final Map<String, Instant> heldSince = new ConcurrentHashMap<>();

    VisibilityHeartbeat(
            SqsClient sqs, QueueSettings queue, Duration visibility, IngestMetrics metrics, InstantSource clock) {
        this.sqs = sqs;
        this.queue = queue;
        this.visibilitySeconds = Math.toIntExact(visibility.toSeconds());
        this.metrics = metrics;
        this.clock = clock;
    }

    void hold(String receiptHandle) {
        heldSince.put(receiptHandle, clock.instant());
    }

    /** Before the message is deleted or given back, so that no beat takes it away again. */
    void letGo(String receiptHandle) {
        heldSince.remove(receiptHandle);
    }

    int held() {
        return heldSince.size();
    }

    /** Renews all messages. Never throws for what AWS answers: the next beat comes before they run out. */
    void beat() {
        Instant oldest = clock.instant().minus(MAX_HOLD);
        heldSince.values().removeIf(since -> since.isBefore(oldest));
        List<String> handles = new ArrayList<>(heldSince.keySet());
        for (int from = 0; from < handles.size(); from += BATCH) {
            renew(handles.subList(from, Math.min(from + BATCH, handles.size())));
        }
    }

    private void renew(List<String> handles) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < handles.size(); i++) {
            String handle = handles.get(i);
            if (heldSince.containsKey(handle)) {
                entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(handle)
                        .visibilityTimeout(visibilitySeconds)
                        .build());
            }
        }
        if (entries.isEmpty()) {
            return;
        }
        try {
            ChangeMessageVisibilityBatchResponse answer = sqs.changeMessageVisibilityBatch(
                    request -> request.queueUrl(queue.url()).entries(entries));
            metrics.heartbeat(queue.name(), "renewed", answer.successful().size());
            for (BatchResultErrorEntry refused : answer.failed()) {
                String handle = handles.get(Integer.parseInt(refused.id()));
                // let go in the meantime is no failure
                if (heldSince.containsKey(handle)) {
                    metrics.heartbeat(queue.name(), "refused", 1);
                    LOG.warn("queue {}: a message could not be kept invisible ({})", queue.name(), refused.code());
                }
            }
        } catch (SdkException e) {
            metrics.heartbeat(queue.name(), "failed", entries.size());
            LOG.warn(
                    "queue {}: heartbeat failed ({})",
                    queue.name(),
                    e.getClass().getSimpleName());
        }
    }
}
