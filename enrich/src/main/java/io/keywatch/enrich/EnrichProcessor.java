package io.keywatch.enrich;

import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Pointer;
import io.keywatch.schemas.v1.Suppression;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thin shell around {@link Enricher} and {@link FindingLife}: stores, positions, forwarding. */
final class EnrichProcessor implements Processor<String, Finding, String, SpecificRecord> {
    private static final Logger LOG = LoggerFactory.getLogger(EnrichProcessor.class);

    /** Where a position is not known, as in a punctuation; never equal to one. */
    private static final long NO_OFFSET = -1;

    private final Enricher enricher;
    private final EnrichMeters meters;
    private @Nullable ProcessorContext<String, SpecificRecord> context;
    private @Nullable KeyValueStore<String, FindingMemory> memories;
    private @Nullable ReadOnlyKeyValueStore<String, Suppression> suppressions;

    EnrichProcessor(Enricher enricher, EnrichMeters meters) {
        this.enricher = enricher;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        this.memories = context.getStateStore(EnrichTopology.MEMORY_STORE);
        this.suppressions = context.getStateStore(EnrichTopology.SUPPRESSION_STORE);
    }

    @Override
    public void process(Record<String, Finding> record) {
        ProcessorContext<String, SpecificRecord> streams = Objects.requireNonNull(context);
        KeyValueStore<String, FindingMemory> store = Objects.requireNonNull(memories);
        if (record.key() == null || record.value() == null) {
            return;
        }
        FindingMemory known = store.get(record.key());
        Instant now = Instant.ofEpochMilli(streams.currentSystemTimeMs());
        FindingLife.Step step;
        try {
            Finding enriched = enricher.enrich(record.value());
            step = FindingLife.next(known, enriched, suppression(enriched, now), offset(streams));
        } catch (RuntimeException bug) {
            // only the class: a message may quote the finding
            LOG.error(
                    "finding {} cannot be enriched: {}",
                    record.key(),
                    bug.getClass().getName());
            meters.failed.increment();
            streams.forward(
                    new Record<>(record.key(), letter(bug, now, streams), record.timestamp()),
                    EnrichTopology.DEAD_LETTERS);
            return;
        }
        switch (step) {
            case FindingLife.Step.Send(Finding finding, FindingMemory memory) -> {
                store.put(record.key(), memory);
                meters.sent(finding.getTransition());
                streams.forward(record.withValue((SpecificRecord) finding), EnrichTopology.FINDINGS);
            }
            case FindingLife.Step.Repeat(Finding finding) -> {
                meters.repeated.increment();
                streams.forward(record.withValue((SpecificRecord) finding), EnrichTopology.FINDINGS);
            }
            case FindingLife.Step.Unchanged() -> meters.unchanged.increment();
            case FindingLife.Step.Superseded() -> meters.superseded.increment();
        }
    }

    /** Some thousand suppressions at most, and findings are rare: a look at each is cheaper than an index to keep. */
    private Optional<String> suppression(Finding finding, Instant now) {
        try (KeyValueIterator<String, Suppression> all =
                Objects.requireNonNull(suppressions).all()) {
            while (all.hasNext()) {
                KeyValue<String, Suppression> next = all.next();
                if (Suppressions.covers(next.value, finding, now)) {
                    return Optional.of(next.key);
                }
            }
        }
        return Optional.empty();
    }

    private static long offset(ProcessorContext<String, SpecificRecord> streams) {
        return streams.recordMetadata().map(RecordMetadata::offset).orElse(NO_OFFSET);
    }

    private static DeadLetter letter(
            RuntimeException bug, Instant now, ProcessorContext<String, SpecificRecord> streams) {
        Pointer pointer = streams.recordMetadata()
                .map(at -> Pointer.newBuilder()
                        .setTopic(at.topic())
                        .setPartition(at.partition())
                        .setOffset(at.offset())
                        .build())
                .orElse(null);
        String where =
                pointer == null ? "" : pointer.getTopic() + "-" + pointer.getPartition() + "@" + pointer.getOffset();
        return DeadLetter.newBuilder()
                .setId(FindingIds.deadLetter("enrich", DeadLetterCause.FAILED.name(), where))
                .setStage("enrich")
                .setCause(DeadLetterCause.FAILED)
                .setDetail(bug.getClass().getSimpleName())
                .setPointer(pointer)
                .setAt(now)
                .build();
    }
}
