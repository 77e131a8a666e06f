package io.keywatch.ingest.vault;

import io.keywatch.ingest.ProducerDefaults;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.v1.VaultValue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The vault reader, for as long as it is open: a round over everything at once, then one every
 * {@link VaultSettings#every()}, and between them what CloudTrail tells of. Meant to run in one process; two do the same
 * twice.
 */
public final class VaultService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VaultService.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    /** After a round that was not whole. */
    private static final Duration SOON = Duration.ofMinutes(5);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final VaultSettings settings;
    private final VaultReader reader;
    private final ValueChanges changes;
    private final Producer<String, byte[]> producer;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile String failure = "";

    private VaultService(
            VaultSettings settings, VaultReader reader, ValueChanges changes, Producer<String, byte[]> producer) {
        this.settings = settings;
        this.reader = reader;
        this.changes = changes;
        this.producer = producer;
        this.thread = Thread.ofPlatform().name("vault-reader").daemon().unstarted(this::run);
    }

    /**
     * Starts and returns at once.
     *
     * @param client connection properties of Kafka clients
     * @param known what {@code vault-values.v1} holds already, the last value of each key
     */
    public static VaultService start(
            VaultSettings settings,
            List<VaultSite> sites,
            Fingerprint fingerprint,
            Collection<VaultValue> known,
            Map<String, Object> client,
            SchemaIds ids,
            MeterRegistry metrics) {
        Properties own = new Properties();
        own.putAll(client);
        own.put(ProducerConfig.CLIENT_ID_CONFIG, "keywatch-vault");
        Producer<String, byte[]> producer = new KafkaProducer<>(ProducerDefaults.over(own));
        VaultBook book = new VaultBook();
        known.forEach(book::known);
        VaultReader reader = new VaultReader(
                settings,
                sites,
                new Fingerprints(fingerprint),
                book,
                new KafkaOutlet(producer, ids),
                new VaultMetrics(metrics),
                InstantSource.system(),
                Thread::sleep);
        VaultService service =
                new VaultService(settings, reader, TrailChanges.fromNow(new HashMap<>(client), ids), producer);
        service.thread.start();
        return service;
    }

    /** Why it is not at work, for people; empty while it is. */
    public Optional<String> trouble() {
        if (!failure.isEmpty()) {
            return Optional.of(failure);
        }
        if (!thread.isAlive()) {
            return Optional.of("stopped");
        }
        return Optional.ofNullable(reader.trouble());
    }

    private void run() {
        Instant due = Instant.MIN;
        try (changes) {
            while (!stopping) {
                try {
                    if (!Instant.now().isBefore(due)) {
                        boolean whole = reader.round();
                        Duration next = whole || settings.every().compareTo(SOON) < 0 ? settings.every() : SOON;
                        due = Instant.now().plus(next);
                    }
                    reader.refresh(changes.poll(POLL));
                    failure = "";
                } catch (SdkException | KafkaException e) {
                    if (stopping) {
                        return;
                    }
                    failure = e.getClass().getSimpleName();
                    LOG.warn("the vault reader goes on in {}: {}", AFTER_FAILURE, failure);
                    Thread.sleep(AFTER_FAILURE);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** A second call does nothing. */
    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(DRAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(DRAIN);
    }
}
