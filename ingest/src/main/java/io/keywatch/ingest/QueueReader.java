package io.keywatch.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Takes messages off one queue, has each worked on a virtual thread of its own, and deletes a message only when its work
 * is done. {@link #run} is the receiving loop; {@link #stop} ends it, {@link #awaitIdle} waits for what is under way.
 */
final class QueueReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueReader.class);

    static final String NOTHING_YET = "no queue has answered yet";

    /** SQS's limit of a receive. */
    private static final int MAX_BATCH = 10;

    private static final Duration MAX_RECEIVE_PAUSE = Duration.ofSeconds(30);

    private final SqsClient sqs;
    private final QueueSettings queue;
    private final IngestSettings settings;
    private final MessageWork work;
    private final VisibilityHeartbeat heartbeat;
    private final ExecutorService workers;
    private final IngestMetrics metrics;
    private final BackOff backOff;
    private final InstantSource clock;
    private final Semaphore free;
    private volatile boolean stopping;
    private volatile @Nullable String receiveTrouble = NOTHING_YET;
    private volatile @Nullable String workTrouble;

    QueueReader(
            SqsClient sqs,
            QueueSettings queue,
            IngestSettings settings,
            MessageWork work,
            VisibilityHeartbeat heartbeat,
            ExecutorService workers,
            IngestMetrics metrics,
            BackOff backOff,
            InstantSource clock) {
        this.sqs = sqs;
        this.queue = queue;
        this.settings = settings;
        this.work = work;
        this.heartbeat = heartbeat;
        this.workers = workers;
        this.metrics = metrics;
        this.backOff = backOff;
        this.clock = clock;
        this.free = new Semaphore(settings.messagesInFlight());
    }

    @Override
    public void run() {
        int failures = 0;
        while (!stopping) {
            try {
                int wanted = reserve();
                try {
                    wanted -= receive(wanted);
                    failures = 0;
                    receiveTrouble = null;
                } catch (SdkException e) {
                    failures++;
                    receiveFailed(e);
                } finally {
                    free.release(wanted);
                }
                if (failures > 0) {
                    pause(failures);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** @return null while the queue answers and messages are getting done */
    @Nullable
    String trouble() {
        String receiving = receiveTrouble;
        return receiving != null ? receiving : workTrouble;
    }

    int inFlight() {
        return settings.messagesInFlight() - free.availablePermits();
    }

    void stop() {
        stopping = true;
    }

    /** @return false when something was still under way after {@code patience} */
    boolean awaitIdle(Duration patience) throws InterruptedException {
        boolean idle = free.tryAcquire(settings.messagesInFlight(), patience.toMillis(), TimeUnit.MILLISECONDS);
        if (idle) {
            free.release(settings.messagesInFlight());
        }
        return idle;
    }

    /** Waits until at least one message may be taken. */
    private int reserve() throws InterruptedException {
        free.acquire();
        int reserved = 1;
        while (reserved < MAX_BATCH && free.tryAcquire()) {
            reserved++;
        }
        return reserved;
    }

    /** @return how many of the reserved places are taken */
    private int receive(int wanted) {
        // an empty queue answers a long poll late: readiness must not wait for that
        int waitSeconds =
                receiveTrouble == null ? Math.toIntExact(settings.longPoll().toSeconds()) : 0;
        List<Message> messages = sqs.receiveMessage(request -> request.queueUrl(queue.url())
                        .maxNumberOfMessages(wanted)
                        .waitTimeSeconds(waitSeconds)
                        .visibilityTimeout(Math.toIntExact(settings.visibility().toSeconds()))
                        .messageSystemAttributeNames(
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                MessageSystemAttributeName.SENT_TIMESTAMP))
                .messages();
        // all of them before the first is worked on: the last may wait long
        for (Message message : messages) {
            heartbeat.hold(message.receiptHandle());
        }
        int taken = 0;
        for (Message message : messages) {
            Delivery delivery = delivery(message);
            try {
                workers.execute(() -> handle(delivery));
                taken++;
            } catch (RejectedExecutionException closing) {
                heartbeat.letGo(delivery.receiptHandle());
            }
        }
        return taken;
    }

    private Delivery delivery(Message message) {
        return new Delivery(
                queue,
                message.messageId(),
                message.receiptHandle(),
                message.body(),
                (int) number(message, MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, 1),
                Instant.ofEpochMilli(number(message, MessageSystemAttributeName.SENT_TIMESTAMP, clock.millis())));
    }

    /** Compatible queues may leave an attribute out. */
    private static long number(Message message, MessageSystemAttributeName name, long otherwise) {
        String text = message.attributes().get(name);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private void handle(Delivery delivery) {
        try {
            Outcome outcome = work.work(delivery);
            if (outcome instanceof Outcome.Failed(String reason) && delivery.receives() >= settings.receives()) {
                LOG.warn("{}: given up ({})", delivery, reason);
                outcome = work.giveUp(delivery, reason);
                metrics.message(queue.name(), outcome instanceof Outcome.Done ? "dead" : "retried");
            } else {
                metrics.message(queue.name(), outcome instanceof Outcome.Done ? "done" : "retried");
            }
            heartbeat.letGo(delivery.receiptHandle());
            switch (outcome) {
                case Outcome.Done() -> delete(delivery);
                case Outcome.Failed(String reason) -> giveBack(delivery, reason);
            }
        } catch (InterruptedException closing) {
            heartbeat.letGo(delivery.receiptHandle());
            Thread.currentThread().interrupt();
        } finally {
            heartbeat.letGo(delivery.receiptHandle());
            free.release();
        }
    }

    private void delete(Delivery delivery) {
        workTrouble = null;
        metrics.handled(queue.name(), delivery.sent(), clock.instant());
        try {
            sqs.deleteMessage(request -> request.queueUrl(queue.url()).receiptHandle(delivery.receiptHandle()));
        } catch (SdkException e) {
            // it comes again and is done again, with the same ids
            metrics.message(queue.name(), "delete-failed");
            LOG.warn("{}: done but not deleted ({})", delivery, e.getClass().getSimpleName());
        }
    }

    private void giveBack(Delivery delivery, String reason) {
        Duration wait = backOff.after(delivery.receives());
        workTrouble = "messages of queue " + queue.name() + " fail: " + reason;
        LOG.warn("{}: failed ({}), again in {}", delivery, reason, wait);
        try {
            sqs.changeMessageVisibility(request -> request.queueUrl(queue.url())
                    .receiptHandle(delivery.receiptHandle())
                    .visibilityTimeout(Math.toIntExact(wait.toSeconds())));
        } catch (SdkException e) {
            // its visibility runs out by itself
            LOG.warn("{}: not given back ({})", delivery, e.getClass().getSimpleName());
        }
    }

    private void receiveFailed(SdkException e) {
        String code = e instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? answer.awsErrorDetails().errorCode()
                : e.getClass().getSimpleName();
        receiveTrouble = "queue " + queue.name() + " cannot be read: " + code;
        metrics.receiveFailed(queue.name());
        if (!stopping) {
            LOG.warn("queue {} cannot be read: {}", queue.name(), code);
        }
    }

    private void pause(int failures) throws InterruptedException {
        Duration wait = backOff.after(failures);
        Thread.sleep(wait.compareTo(MAX_RECEIVE_PAUSE) > 0 ? MAX_RECEIVE_PAUSE : wait);
    }
}
