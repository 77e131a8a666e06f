package io.keywatch.ingest;

import io.keywatch.ingest.LogFileFetch.Fetched;
import io.keywatch.ingest.change.ObjectChangeRouter;
import io.keywatch.ingest.cloudtrail.CloudTrailReader;
import io.keywatch.ingest.cloudtrail.EventSink;
import io.keywatch.ingest.cloudtrail.ReadFault;
import io.keywatch.ingest.cloudtrail.ReadSummary;
import io.keywatch.ingest.notification.Notification;
import io.keywatch.ingest.notification.ObjectEvent;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.ObjectChange;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Pointer;
import io.keywatch.schemas.v1.Surface;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Does one message: what it speaks of is fetched, read and sent, and {@link Outcome.Done} is said only after the broker
 * has acknowledged every record of it. Doing a message twice does no harm: every id downstream is deterministic.
 *
 * <p>Thread-safe; blocks.
 */
final class MessageWork {
    /** Longer than the producer's own delivery timeout: it always answers first. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final LogFileFetch fetch;
    private final CloudTrailReader reader;
    private final ObjectChangeRouter router;
    private final UnitOfWork.Outlet outlet;
    private final IngestMetrics metrics;
    private final InstantSource clock;

    MessageWork(
            LogFileFetch fetch,
            CloudTrailReader reader,
            ObjectChangeRouter router,
            UnitOfWork.Outlet outlet,
            IngestMetrics metrics,
            InstantSource clock) {
        this.fetch = fetch;
        this.reader = reader;
        this.router = router;
        this.outlet = outlet;
        this.metrics = metrics;
        this.clock = clock;
    }

    Outcome work(Delivery delivery) throws InterruptedException {
        Unit unit = new Unit(delivery);
        Outcome outcome;
        try {
            outcome = unit.handle(Notification.parse(delivery.body()));
        } catch (RuntimeException e) {
            // the registry or the broker is away, or a fault of ours: what counts is that nothing is lost
            outcome = new Outcome.Failed(e.getClass().getSimpleName());
        }
        Exception unsent = unit.sends.acknowledged(PATIENCE);
        return unsent == null ? outcome : new Outcome.Failed(unsent.getClass().getSimpleName());
    }

    /** Gives a message up: one dead letter with a pointer to it. */
    Outcome giveUp(Delivery delivery, String reason) throws InterruptedException {
        Unit unit = new Unit(delivery);
        try {
            unit.dead(DeadLetterCause.FAILED, reason, delivery.pointer());
        } catch (RuntimeException e) {
            return new Outcome.Failed(e.getClass().getSimpleName());
        }
        Exception unsent = unit.sends.acknowledged(PATIENCE);
        return unsent == null
                ? new Outcome.Done()
                : new Outcome.Failed(unsent.getClass().getSimpleName());
    }

    /** One message under work; also takes what a log file yields. */
    private final class Unit implements EventSink {
        private final Delivery delivery;
        private final UnitOfWork sends = new UnitOfWork(outlet);

        Unit(Delivery delivery) {
            this.delivery = delivery;
        }

        Outcome handle(Notification notification) throws InterruptedException {
            return switch (notification) {
                case Notification.Objects(List<ObjectEvent> events) -> objects(events, false);
                case Notification.LogFiles(List<ObjectEvent> events) -> objects(events, true);
                case Notification.ApiEvent(String json) -> {
                    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
                    read(bytes, delivery.pointer());
                    yield new Outcome.Done();
                }
                case Notification.Test() -> {
                    metrics.skipped("test");
                    yield new Outcome.Done();
                }
                case Notification.Unknown(String shape) -> {
                    dead(DeadLetterCause.UNKNOWN_NOTIFICATION, shape, delivery.pointer());
                    yield new Outcome.Done();
                }
                case Notification.Malformed(String problem) -> {
                    dead(DeadLetterCause.MALFORMED, problem, delivery.pointer());
                    yield new Outcome.Done();
                }
            };
        }

        private Outcome objects(List<ObjectEvent> events, boolean logFiles) throws InterruptedException {
            for (ObjectEvent event : events) {
                Outcome outcome = switch (LogFileKeys.meaning(event, delivery.queue(), logFiles)) {
                    case LOG_FILE -> logFile(event);
                    case CONTENT -> content(event);
                    case LogFileKeys.Meaning skipped -> {
                        metrics.skipped(skipped.metricName());
                        yield new Outcome.Done();
                    }
                };
                if (outcome instanceof Outcome.Failed) {
                    return outcome;
                }
            }
            return new Outcome.Done();
        }

        private Outcome logFile(ObjectEvent event) throws InterruptedException {
            Pointer pointer = delivery.pointer(event.bucket(), event.key(), event.versionId());
            return switch (fetch.fetch(event)) {
                case Fetched.Content content -> {
                    try (content) {
                        read(content.bytes(), pointer);
                    }
                    yield new Outcome.Done();
                }
                case Fetched.Refused(DeadLetterCause cause, String detail) -> {
                    dead(cause, detail, pointer);
                    yield new Outcome.Done();
                }
                case Fetched.Failed(String reason) -> new Outcome.Failed(reason);
            };
        }

        private void read(byte[] bytes, Pointer pointer) {
            try (InputStream in = new ByteArrayInputStream(bytes)) {
                ReadSummary summary = reader.read(in, pointer, this);
                metrics.logFile(summary);
            } catch (IOException e) {
                throw new UncheckedIOException("memory cannot fail to be read", e);
            }
        }

        private Outcome content(ObjectEvent event) {
            boolean timed = event.time() != null;
            sends.send(ObjectChange.newBuilder()
                    .setResourceId(event.bucket() + "/" + event.key())
                    .setSurface(Surface.S3_OBJECT)
                    .setChange(event.change())
                    .setEventTime(timed ? event.time() : delivery.sent())
                    .setIngestedAt(clock.instant())
                    .setAccountId(event.account())
                    .setRegion(event.region())
                    .setBucket(event.bucket())
                    .setKey(event.key())
                    .setVersionId(event.versionId())
                    .setEtag(event.etag())
                    .setSize(event.size())
                    .setSequencer(event.sequencer())
                    .setCause(event.cause())
                    .setPrincipalId(event.principalId())
                    .setPointer(delivery.pointer())
                    .setOrigin(Origin.LIVE)
                    .build());
            metrics.change("notification");
            return new Outcome.Done();
        }

        @Override
        public void event(ApiCall call) {
            sends.send(call);
            for (ObjectChange change : router.changes(call)) {
                sends.send(change);
                metrics.change("call");
            }
        }

        @Override
        public void fault(ReadFault fault) {
            metrics.deadLetter(fault.cause());
            sends.send(DeadLetters.of(fault, delivery.receives(), clock.instant()));
        }

        void dead(DeadLetterCause cause, String detail, Pointer pointer) {
            metrics.deadLetter(cause);
            sends.send(DeadLetters.of(cause, detail, pointer, delivery.receives(), clock.instant()));
        }
    }
}
