package io.keywatch.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** A queue in memory, with the parts of SQS that matter here: visibility, receive counts, receipt handles. */
final class FakeSqs implements SqsClient {
    static final Instant SENT = Instant.parse("2026-11-24T11:58:00Z");

    private static final class Held {
        private final String id;
        private final String body;
        private int receives;
        private Instant visibleAt = Instant.MIN;

        Held(String id, String body, int receives) {
            this.id = id;
            this.body = body;
            this.receives = receives;
        }
    }

    private final Map<String, Held> byHandle = new ConcurrentHashMap<>();
    private final List<Held> queue = new ArrayList<>();
    private final AtomicInteger handles = new AtomicInteger();
    final List<String> deleted = new CopyOnWriteArrayList<>();
    final List<String> renewed = new CopyOnWriteArrayList<>();
    /** Message id and wait of every message given back. */
    final Map<String, Duration> givenBack = new ConcurrentHashMap<>();

    /** Seconds that each receive was ready to wait; it never does. */
    final List<Integer> waits = new CopyOnWriteArrayList<>();

    final List<Integer> batchSizes = new CopyOnWriteArrayList<>();
    volatile @Nullable Supplier<RuntimeException> receiveFault;
    volatile @Nullable Supplier<RuntimeException> renewFault;
    volatile boolean refuseRenewals;

    synchronized void put(String id, String body) {
        put(id, body, 0);
    }

    synchronized void put(String id, String body, int receivesSoFar) {
        queue.add(new Held(id, body, receivesSoFar));
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        waits.add(request.waitTimeSeconds());
        Supplier<RuntimeException> fault = receiveFault;
        if (fault != null) {
            throw fault.get();
        }
        List<Message> messages = take(request.maxNumberOfMessages(), request.visibilityTimeout());
        if (messages.isEmpty()) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw SdkClientException.create("interrupted");
            }
        }
        return ReceiveMessageResponse.builder().messages(messages).build();
    }

    private synchronized List<Message> take(int most, int visibilitySeconds) {
        List<Message> messages = new ArrayList<>();
        Instant now = Instant.now();
        for (Held held : queue) {
            if (messages.size() < most && !held.visibleAt.isAfter(now)) {
                held.receives++;
                held.visibleAt = now.plusSeconds(visibilitySeconds);
                String handle = held.id + "-handle-" + handles.incrementAndGet();
                byHandle.put(handle, held);
                messages.add(Message.builder()
                        .messageId(held.id)
                        .receiptHandle(handle)
                        .body(held.body)
                        .attributes(Map.of(
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                Integer.toString(held.receives),
                                MessageSystemAttributeName.SENT_TIMESTAMP,
                                Long.toString(SENT.toEpochMilli())))
                        .build());
            }
        }
        return messages;
    }

    @Override
    public synchronized DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
        Held held = byHandle.get(request.receiptHandle());
        if (held != null) {
            queue.remove(held);
            deleted.add(held.id);
        }
        return DeleteMessageResponse.builder().build();
    }

    @Override
    public synchronized ChangeMessageVisibilityResponse changeMessageVisibility(
            ChangeMessageVisibilityRequest request) {
        Held held = byHandle.get(request.receiptHandle());
        if (held != null) {
            held.visibleAt = Instant.now().plusSeconds(request.visibilityTimeout());
            givenBack.put(held.id, Duration.ofSeconds(request.visibilityTimeout()));
        }
        return ChangeMessageVisibilityResponse.builder().build();
    }

    @Override
    public synchronized ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
            ChangeMessageVisibilityBatchRequest request) {
        Supplier<RuntimeException> fault = renewFault;
        if (fault != null) {
            throw fault.get();
        }
        batchSizes.add(request.entries().size());
        ChangeMessageVisibilityBatchResponse.Builder answer = ChangeMessageVisibilityBatchResponse.builder();
        List<BatchResultErrorEntry> refused = new ArrayList<>();
        List<ChangeMessageVisibilityBatchResultEntry> done = new ArrayList<>();
        for (ChangeMessageVisibilityBatchRequestEntry entry : request.entries()) {
            if (refuseRenewals) {
                refused.add(BatchResultErrorEntry.builder()
                        .id(entry.id())
                        .code("ReceiptHandleIsInvalid")
                        .build());
            } else {
                renewed.add(entry.receiptHandle());
                done.add(ChangeMessageVisibilityBatchResultEntry.builder()
                        .id(entry.id())
                        .build());
            }
        }
        return answer.failed(refused).successful(done).build();
    }

    @Override
    public String serviceName() {
        return "sqs";
    }

    @Override
    public void close() {}
}
