package io.keywatch.sink;

import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.Finding;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code findings.v1} for one sink and commits only what is settled: delivered, or in the dead letters. While
 * items wait for another attempt the partitions are paused and polling goes on, so that a target may be down for days
 * without the group losing its member.
 *
 * <p>Everything runs on the thread of {@link #run()}; {@link #readiness()} and {@link #stop()} may be called from any.
 */
final class FindingsConsumer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(FindingsConsumer.class);

    /** How long a poll waits for records; also how soon a stop or the end of a pause is noticed. */
    private static final Duration POLL = Duration.ofMillis(500);

    private final Sink sink;
    private final String stage;
    private final Consumer<String, byte[]> consumer;
    private final Deserializer<Finding> deserializer;
    private final DeadLetters deadLetters;
    private final SinkMeters meters;
    private final Backoff backoff;
    private final InstantSource clock;
    private final Backlog backlog = new Backlog();

    private volatile Readiness readiness = Readiness.notReady("starting");
    private volatile boolean stopping;
    private boolean prepared;
    private Instant nextAttempt = Instant.EPOCH;

    FindingsConsumer(
            Sink sink,
            Consumer<String, byte[]> consumer,
            Deserializer<Finding> deserializer,
            DeadLetters deadLetters,
            MeterRegistry registry,
            Backoff backoff,
            InstantSource clock) {
        this.sink = sink;
        this.stage = "sink-" + sink.name();
        this.consumer = consumer;
        this.deserializer = deserializer;
        this.deadLetters = deadLetters;
        this.meters = new SinkMeters(registry, sink.name(), this::readiness);
        this.backoff = backoff;
        this.clock = clock;
    }

    Readiness readiness() {
        return readiness;
    }

    /** Takes effect after the attempt under way, so that what was delivered is committed too. */
    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try {
            subscribe();
            while (!stopping) {
                step();
            }
        } catch (InterruptException e) {
            LOG.info("{} was interrupted", stage);
        } finally {
            readiness = Readiness.notReady("stopped");
            closeQuietly();
        }
    }

    void subscribe() {
        consumer.subscribe(List.of(Topics.FINDINGS.name()), new Ownership());
    }

    /** One poll and, where it is time, one attempt. */
    void step() {
        try {
            backlog.add(consumer.poll(pollTime()));
            if (!clock.instant().isBefore(nextAttempt)) {
                attempt();
            }
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            // not authorised, no such topic: an operator mends that while we wait
            LOG.warn("{} cannot read findings: {}", stage, e.getClass().getSimpleName());
            postpone("kafka: " + e.getClass().getSimpleName());
        }
        meters.pending.set(backlog.size());
    }

    private Duration pollTime() {
        if (prepared && backlog.isEmpty()) {
            return POLL;
        }
        Duration left = Duration.between(clock.instant(), nextAttempt);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(POLL) < 0 ? left : POLL;
    }

    private void attempt() {
        if (!prepared) {
            if (sink.prepare() instanceof Readiness.NotReady(String reason)) {
                postpone(reason);
                return;
            }
            prepared = true;
        }
        List<Backlog.Item> decoded = decode();
        if (!decoded.isEmpty()) {
            settle(decoded, deliver(decoded));
        }
        if (backlog.isEmpty()) {
            proceed();
        }
    }

    /** Decodes what is not yet; what can never be read is settled as a dead letter. */
    private List<Backlog.Item> decode() {
        List<Backlog.Item> decoded = new ArrayList<>();
        Set<Backlog.Item> settled = new HashSet<>();
        for (Backlog.Item item : backlog.items()) {
            if (item.record.value() == null) {
                // a tombstone: the finding outlived its retention, the target keeps its own
                settled.add(item);
                continue;
            }
            try {
                if (item.finding == null) {
                    item.finding = deserializer.deserialize(item.record.topic(), item.record.value());
                }
                decoded.add(item);
            } catch (RetriableException e) {
                postpone("schema registry: " + e.getClass().getSimpleName());
                break;
            } catch (RuntimeException e) {
                boolean unknown = e.getCause() instanceof SchemaIds.UnknownSchemaException;
                DeadLetterCause cause = unknown ? DeadLetterCause.UNKNOWN_SCHEMA : DeadLetterCause.UNREADABLE;
                if (deadLetters.write(stage, cause, e.getClass().getSimpleName(), item.record, 1)) {
                    meters.undecodable.increment();
                    settled.add(item);
                } else {
                    postpone("dead letters cannot be written");
                    break;
                }
            }
        }
        backlog.settle(settled);
        return decoded;
    }

    private List<Delivery> deliver(List<Backlog.Item> items) {
        List<Finding> findings =
                items.stream().map(item -> Objects.requireNonNull(item.finding)).toList();
        long start = System.nanoTime();
        try {
            List<Delivery> deliveries = sink.deliver(findings);
            if (deliveries.size() != findings.size()) {
                throw new IllegalStateException(
                        sink.name() + " answered " + deliveries.size() + " for " + findings.size() + " findings");
            }
            return deliveries;
        } catch (RuntimeException bug) {
            LOG.error("{} failed on a batch of {}; trying one by one", stage, findings.size(), withoutMessage(bug));
            return findings.stream().map(this::deliverAlone).toList();
        } finally {
            meters.attempts.record(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private Delivery deliverAlone(Finding finding) {
        try {
            return sink.deliver(List.of(finding)).getFirst();
        } catch (RuntimeException bug) {
            return Delivery.reject(0, bug.getClass().getSimpleName());
        }
    }

    private void settle(List<Backlog.Item> items, List<Delivery> deliveries) {
        Set<Backlog.Item> settled = new HashSet<>();
        String waiting = "";
        for (int i = 0; i < items.size(); i++) {
            Backlog.Item item = items.get(i);
            item.attempts++;
            switch (deliveries.get(i)) {
                case Delivery.Delivered() -> {
                    meters.delivered.increment();
                    settled.add(item);
                }
                case Delivery.Retryable(String reason) -> {
                    meters.retried.increment();
                    waiting = reason;
                }
                case Delivery.Rejected(int status, String reason) -> {
                    DeadLetterCause cause = status == 0 ? DeadLetterCause.FAILED : DeadLetterCause.REJECTED;
                    String detail = status == 0 ? reason : status + " " + reason;
                    if (deadLetters.write(stage, cause, detail, item.record, item.attempts)) {
                        LOG.warn("{} refused finding {}: {}", stage, item.record.key(), detail);
                        meters.rejected.increment();
                        settled.add(item);
                    } else {
                        waiting = "dead letters cannot be written";
                    }
                }
            }
        }
        backlog.settle(settled);
        if (waiting.isEmpty()) {
            return;
        }
        if (settled.isEmpty()) {
            // nothing moves: perhaps the target lost what prepare made
            prepared = false;
            postpone(waiting);
        } else {
            readiness = Readiness.ready();
            backoff.reset();
            nextAttempt = clock.instant().plus(backoff.next());
            consumer.pause(consumer.assignment());
        }
    }

    private void postpone(String reason) {
        if (!(readiness instanceof Readiness.NotReady(String known) && known.equals(reason))) {
            LOG.warn("{} waits: {}", stage, reason);
        }
        readiness = Readiness.notReady(reason);
        nextAttempt = clock.instant().plus(backoff.next());
        consumer.pause(consumer.assignment());
    }

    private void proceed() {
        if (!backlog.ends().isEmpty()) {
            try {
                consumer.commitSync(backlog.ends());
                backlog.committed();
            } catch (CommitFailedException | RebalanceInProgressException e) {
                // the next owner reads them again: delivery is idempotent
                LOG.info("{} lost its partitions before the commit", stage);
            } catch (RetriableException e) {
                LOG.warn(
                        "{} did not commit: {}; it will try again",
                        stage,
                        e.getClass().getSimpleName());
            }
        }
        readiness = Readiness.ready();
        backoff.reset();
        nextAttempt = Instant.EPOCH;
        Set<TopicPartition> paused = new HashSet<>(consumer.paused());
        paused.retainAll(consumer.assignment());
        consumer.resume(paused);
    }

    private void closeQuietly() {
        try {
            consumer.close();
        } catch (KafkaException e) {
            LOG.warn(
                    "{} did not leave its group cleanly: {}",
                    stage,
                    e.getClass().getSimpleName());
        }
        sink.close();
    }

    /** The stack tells where, the message might quote the finding. */
    private static Throwable withoutMessage(RuntimeException bug) {
        RuntimeException safe = new RuntimeException(bug.getClass().getName());
        safe.setStackTrace(bug.getStackTrace());
        return safe;
    }

    private final class Ownership implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            backlog.forget(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!prepared || !backlog.isEmpty()) {
                consumer.pause(partitions);
            }
        }
    }
}
