package io.keywatch.ingest;

import io.keywatch.aws.AwsClients;
import io.keywatch.ingest.change.ObjectChangeRouter;
import io.keywatch.ingest.cloudtrail.CloudTrailReader;
import io.keywatch.ingest.cloudtrail.ParameterAllowList;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.v1.Origin;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Queues to Kafka, for as long as it is open. At least once: a message is deleted only after the broker has acknowledged
 * every record that came of it. The topics must exist and the schemas be registered.
 */
public final class IngestService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestService.class);

    /** A missed beat or two must not lose a message. */
    private static final int BEATS_PER_VISIBILITY = 3;

    private final IngestSettings settings;
    private final Producer<String, byte[]> producer;
    private final List<QueueReader> readers = new ArrayList<>();
    private final List<Thread> receivers = new ArrayList<>();
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("ingest-", 0).factory());
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ingest-heartbeat").daemon().factory());
    private volatile boolean closed;

    private IngestService(IngestSettings settings, Producer<String, byte[]> producer) {
        this.settings = settings;
        this.producer = producer;
    }

    /**
     * Starts and returns at once; {@link #state} tells whether the queues answer.
     *
     * @param aws stays the caller's, to be closed after this
     * @param producerConfig at least bootstrap.servers; what delivery depends on is set here
     */
    public static IngestService start(
            IngestSettings settings, AwsClients aws, Properties producerConfig, SchemaIds ids, MeterRegistry metrics) {
        Producer<String, byte[]> producer = new KafkaProducer<>(ProducerDefaults.over(producerConfig));
        return start(settings, aws.sqs(), aws.s3(), producer, ids, metrics);
    }

    /** @param producer closed with this service */
    static IngestService start(
            IngestSettings settings,
            SqsClient sqs,
            S3Client s3,
            Producer<String, byte[]> producer,
            SchemaIds ids,
            MeterRegistry registry) {
        IngestService service = new IngestService(settings, producer);
        InstantSource clock = InstantSource.system();
        IngestMetrics metrics = new IngestMetrics(registry);
        ByteBudget budget = new ByteBudget(settings.bufferBytes());
        registry.gauge("keywatch.ingest.buffer.free.bytes", budget, ByteBudget::freeBytes);
        MessageWork work = new MessageWork(
                new LogFileFetch(s3, budget, settings.objectBytes()),
                new CloudTrailReader(settings.reader(), ParameterAllowList.bundled(), clock, Origin.LIVE),
                new ObjectChangeRouter(),
                new UnitOfWork.Outlet(producer, ids),
                metrics,
                clock);
        BackOff backOff = new BackOff(
                settings.backOff(), () -> ThreadLocalRandom.current().nextDouble());
        for (QueueSettings queue : settings.queues()) {
            VisibilityHeartbeat heartbeat = new VisibilityHeartbeat(sqs, queue, settings.visibility(), metrics, clock);
            service.add(
                    queue,
                    new QueueReader(sqs, queue, settings, work, heartbeat, service.workers, metrics, backOff, clock),
                    heartbeat,
                    registry);
        }
        return service;
    }

    private void add(QueueSettings queue, QueueReader reader, VisibilityHeartbeat heartbeat, MeterRegistry registry) {
        registry.gauge(
                "keywatch.ingest.messages.in.flight", Tags.of("queue", queue.name()), reader, QueueReader::inFlight);
        readers.add(reader);
        long period = settings.visibility().toMillis() / BEATS_PER_VISIBILITY;
        var _ = beats.scheduleWithFixedDelay(heartbeat::beat, period, period, TimeUnit.MILLISECONDS);
        receivers.add(Thread.ofPlatform()
                .name("ingest-receive-" + queue.name())
                .daemon()
                .start(reader));
    }

    public IngestState state() {
        if (closed) {
            return new IngestState(IngestState.Status.STOPPED, "closed");
        }
        if (receivers.stream().anyMatch(thread -> !thread.isAlive())) {
            return new IngestState(IngestState.Status.STOPPED, "a receiving loop has ended");
        }
        List<String> troubles = readers.stream()
                .map(QueueReader::trouble)
                .filter(Objects::nonNull)
                .toList();
        if (troubles.isEmpty()) {
            return new IngestState(IngestState.Status.RUNNING, "");
        }
        boolean starting = troubles.stream().allMatch(QueueReader.NOTHING_YET::equals);
        return new IngestState(
                starting ? IngestState.Status.STARTING : IngestState.Status.DEGRADED, String.join("; ", troubles));
    }

    /**
     * Takes no more messages, waits for those under way, at most {@link IngestSettings#drain()}. What is not done by
     * then comes back when its visibility runs out. A second call does nothing.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        readers.forEach(QueueReader::stop);
        receivers.forEach(Thread::interrupt);
        try {
            Instant end = Instant.now().plus(settings.drain());
            for (QueueReader reader : readers) {
                Duration left = Duration.between(Instant.now(), end);
                if (!reader.awaitIdle(left.isNegative() ? Duration.ZERO : left)) {
                    LOG.warn("closing with messages under way: they will come again");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            workers.shutdownNow();
            beats.shutdownNow();
            producer.close(settings.drain());
        }
    }
}
