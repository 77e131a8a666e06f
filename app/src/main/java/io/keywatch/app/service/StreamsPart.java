package io.keywatch.app.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Streams application. A thread that dies of a passing fault (broker or registry away) is replaced after a wait;
 * any other death ends the application and is told to the owner.
 */
final class StreamsPart implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsPart.class);

    /** Longer than a commit of a full batch, shorter than an orchestrator's usual 60 s before it kills. */
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(30);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final String id;
    private final KafkaStreams streams;
    private final KafkaStreamsMetrics metrics;
    private final AtomicInteger passingFaults = new AtomicInteger();

    private StreamsPart(String id, KafkaStreams streams, KafkaStreamsMetrics metrics) {
        this.id = id;
        this.streams = streams;
        this.metrics = metrics;
    }

    /**
     * @param properties connection, guarantee and what the topology needs; the id is set here
     * @param onDeath told once with the cause when the application cannot go on
     */
    static StreamsPart start(
            String id,
            Topology topology,
            Map<String, Object> properties,
            MeterRegistry registry,
            Consumer<Throwable> onDeath) {
        Properties config = new Properties();
        config.putAll(properties);
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, id);
        KafkaStreams streams = new KafkaStreams(topology, config);
        StreamsPart part = new StreamsPart(id, streams, new KafkaStreamsMetrics(streams, Tags.of("application", id)));
        streams.setUncaughtExceptionHandler(failure -> part.respond(failure, onDeath));
        streams.setStateListener((now, before) -> {
            LOG.debug("{} {} -> {}", id, before, now);
            if (now == KafkaStreams.State.RUNNING) {
                part.passingFaults.set(0);
            }
        });
        part.metrics.bindTo(registry);
        streams.start();
        return part;
    }

    private StreamThreadExceptionResponse respond(Throwable failure, Consumer<Throwable> onDeath) {
        if (!isPassing(failure)) {
            LOG.error("{} cannot go on", id, failure);
            onDeath.accept(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        int doublings = Math.min(passingFaults.getAndIncrement(), 5);
        Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
        wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        LOG.warn("{} lost a thread to {}; a new one in {} s", id, failure.toString(), wait.toSeconds());
        try {
            // on the dying thread: nothing else waits for it
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static boolean isPassing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Map<String, Optional<String>> state() {
        KafkaStreams.State state = streams.state();
        return Map.of(
                id,
                state == KafkaStreams.State.RUNNING ? Optional.empty() : Optional.of("the application is " + state));
    }

    @Override
    public void close() {
        metrics.close();
        // leaving at once spares the next start the wait for this member's session to lapse
        boolean closed = streams.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(CLOSE_WAIT));
        if (!closed) {
            LOG.warn("{} did not close within {} s", id, CLOSE_WAIT.toSeconds());
        }
    }
}
