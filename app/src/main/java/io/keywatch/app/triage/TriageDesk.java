package io.keywatch.app.triage;

import io.keywatch.enrich.Suppressions;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Suppression;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Suppressions on their topic, and the findings that they are held against. One call at a time. */
public final class TriageDesk {
    private final Map<String, Object> client;
    private final SchemaIds ids;

    /** @param client connection properties of Kafka clients */
    public TriageDesk(Map<String, Object> client, SchemaIds ids) {
        this.client = Map.copyOf(client);
        this.ids = ids;
    }

    /** Every suppression that was not removed, expired ones included, newest first. */
    public List<Suppression> suppressions() {
        return TopicTable.read(client, Topics.SUPPRESSIONS, ids, Instant.EPOCH).values().stream()
                .filter(Suppression::getActive)
                .sorted(Comparator.comparing(Suppression::getCreated).reversed())
                .toList();
    }

    /** Findings that were published since, each as it was published last. */
    public Collection<Finding> findingsSince(Instant since) {
        return TopicTable.read(client, Topics.FINDINGS, ids, since).values();
    }

    /** What the suppression would have hidden had it been there all the time. */
    public Preview preview(Suppression suppression, Instant now, Duration back) {
        Suppression always = Suppression.newBuilder(suppression)
                .setCreated(Instant.EPOCH)
                .setExpires(now.plus(Duration.ofDays(1)))
                .setActive(true)
                .build();
        Collection<Finding> findings = findingsSince(now.minus(back));
        return new Preview(
                findings.size(),
                findings.stream()
                        .filter(finding -> Suppressions.covers(always, finding, now))
                        .sorted(Comparator.comparing(Finding::getLastSeen).reversed())
                        .toList());
    }

    /** Blocks until the brokers have it. It takes hold at each finding's next detection. */
    public void put(Suppression suppression) throws ExecutionException, InterruptedException {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("acks", "all");
        try (var producer = new KafkaProducer<>(
                settings,
                new StringSerializer(),
                AvroSerde.of(Topics.SUPPRESSIONS, ids).serializer())) {
            producer.send(new ProducerRecord<>(Topics.SUPPRESSIONS.name(), suppression.getId(), suppression))
                    .get();
        }
    }

    /** Ends it; the record that it was there stays. Empty when there is none of that id. */
    public Optional<Suppression> remove(String id) throws ExecutionException, InterruptedException {
        Optional<Suppression> known = suppressions().stream()
                .filter(suppression -> suppression.getId().equals(id))
                .findFirst();
        if (known.isPresent()) {
            put(Suppression.newBuilder(known.get()).setActive(false).build());
        }
        return known;
    }

    /**
     * @param of findings looked at
     * @param hidden newest first
     */
    public record Preview(int of, List<Finding> hidden) {
        public Preview {
            hidden = List.copyOf(hidden);
        }
    }
}
