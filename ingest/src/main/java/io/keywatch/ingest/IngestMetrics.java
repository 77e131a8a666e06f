package io.keywatch.ingest;

import io.keywatch.ingest.cloudtrail.ReadSummary;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;

/** What ingest counts. Names and tags are part of the reference: docs list them from here. */
final class IngestMetrics {
    private static final String PREFIX = "keywatch.ingest.";

    private final MeterRegistry registry;

    IngestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    MeterRegistry registry() {
        return registry;
    }

    /** {@code outcome}: done, retried, dead, delete-failed. */
    void message(String queue, String outcome) {
        registry.counter(PREFIX + "messages", "queue", queue, "outcome", outcome)
                .increment();
    }

    /** {@code heartbeat}: renewed, refused (the message may be delivered twice), failed (the call). */
    void heartbeat(String queue, String outcome, int count) {
        registry.counter(PREFIX + "heartbeats", "queue", queue, "outcome", outcome)
                .increment(count);
    }

    void receiveFailed(String queue) {
        registry.counter(PREFIX + "receive.failures", "queue", queue).increment();
    }

    void deadLetter(DeadLetterCause cause) {
        registry.counter(PREFIX + "dead.letters", "cause", cause.name()).increment();
    }

    /** {@code what}: test, folder, digest, insight, log-change, no-content. */
    void skipped(String what) {
        registry.counter(PREFIX + "skipped", "what", what).increment();
    }

    /** {@code source}: notification or call. */
    void change(String source) {
        registry.counter(PREFIX + "object.changes", "source", source).increment();
    }

    void logFile(ReadSummary summary) {
        registry.counter(PREFIX + "log.files", "complete", Boolean.toString(summary.complete()))
                .increment();
        registry.counter(PREFIX + "events").increment((double) summary.events());
        registry.counter(PREFIX + "record.faults").increment((double) summary.faults());
        registry.counter(PREFIX + "bytes", "kind", "compressed").increment((double) summary.compressedBytes());
        registry.counter(PREFIX + "bytes", "kind", "inflated").increment((double) summary.inflatedBytes());
        if (summary.skipped() > 0) {
            registry.counter(PREFIX + "skipped", "what", "insight").increment((double) summary.skipped());
        }
    }

    /** From the message's arrival in SQS until Kafka has what it yields. */
    void handled(String queue, Instant sent, Instant now) {
        Duration took = Duration.between(sent, now);
        registry.timer(PREFIX + "message.age", "queue", queue).record(took.isNegative() ? Duration.ZERO : took);
    }
}
