package io.keywatch.detect.topology;

import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.ObjectChange;
import io.keywatch.schemas.v1.ScanLedgerEntry;
import io.keywatch.schemas.v1.ScanRetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Carries the answers of {@link ScanDesk} into stores and topics, and looks again at what failed. Retries wait in a
 * store of this application, keyed by due time: no topic of their own, no consumer that sleeps.
 */
final class ScanProcessor implements Processor<String, ObjectChange, String, SpecificRecord> {
    /** One tick must stay well below max.poll.interval.ms whatever has piled up. */
    private static final int RETRIES_PER_TICK = 50;

    private final ScanSettings settings;
    private final ScanDesk desk;

    @SuppressWarnings("NullAway.Init") // Streams calls init first
    private ProcessorContext<String, SpecificRecord> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<String, ScanLedgerEntry> ledger;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<String, ScanRetry> retries;

    ScanProcessor(ScanSettings settings, ScanDesk desk) {
        this.settings = settings;
        this.desk = desk;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        this.ledger = context.getStateStore(ScanTopology.LEDGER);
        this.retries = context.getStateStore(ScanTopology.RETRIES);
        context.schedule(settings.retryTick(), PunctuationType.WALL_CLOCK_TIME, this::lookAgain);
    }

    @Override
    public void process(Record<String, ObjectChange> record) {
        ObjectChange change = record.value();
        if (change != null) {
            look(change, 1, record.timestamp());
        }
    }

    private void look(ObjectChange change, int attempt, long timestamp) {
        boolean last = attempt >= settings.maxAttempts();
        switch (desk.look(change, ledger.get(change.getResourceId()), last)) {
            case ScanDesk.Look.NotOfInterest() -> {}
            case ScanDesk.Look.Again(String cause) -> scheduleRetry(change, attempt, cause);
            case ScanDesk.Look.Done(ScanFindings.Changes changes) -> write(change, changes, timestamp);
        }
    }

    private void write(ObjectChange change, ScanFindings.Changes changes, long timestamp) {
        for (Finding finding : changes.findings()) {
            forward(finding.getId(), finding, timestamp, ScanTopology.DETECTIONS);
        }
        for (Exposure exposure : changes.exposures()) {
            forward(exposure.getId(), exposure, timestamp, ScanTopology.EXPOSURES);
        }
        DeadLetter letter = changes.deadLetter();
        if (letter != null) {
            forward(letter.getId(), letter, timestamp, ScanTopology.DEAD_LETTERS);
        }
        ledger.put(change.getResourceId(), changes.ledger());
    }

    private void forward(String key, SpecificRecord value, long timestamp, String sink) {
        context.forward(new Record<>(key, value, timestamp), sink);
    }

    private void scheduleRetry(ObjectChange change, int attempts, String cause) {
        long due = context.currentSystemTimeMs() + settings.waitAfter(attempts).toMillis();
        retries.put(dueKey(due, change.getResourceId()), new ScanRetry(change, attempts, cause));
    }

    private void lookAgain(long wallClock) {
        List<KeyValue<String, ScanRetry>> due = new ArrayList<>();
        try (KeyValueIterator<String, ScanRetry> waiting = retries.range("", dueKey(wallClock + 1, ""))) {
            while (waiting.hasNext() && due.size() < RETRIES_PER_TICK) {
                due.add(waiting.next());
            }
        }
        for (KeyValue<String, ScanRetry> retry : due) {
            look(retry.value.getChange(), retry.value.getAttempts() + 1, wallClock);
            retries.delete(retry.key);
        }
    }

    /** Sorts by time. */
    private static String dueKey(long dueMillis, String resourceId) {
        return String.format(Locale.ROOT, "%015d/%s", dueMillis, resourceId);
    }
}
