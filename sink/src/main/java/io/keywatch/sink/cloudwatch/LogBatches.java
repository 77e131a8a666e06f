package io.keywatch.sink.cloudwatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Cuts events into what PutLogEvents takes: in time order, bounded in bytes, number and span. Pure. */
final class LogBatches {
    /** Each event counts its UTF-8 bytes and this. */
    static final int OVERHEAD_BYTES = 26;

    static final int MAX_BATCH_BYTES = 1_048_576;
    static final int MAX_BATCH_EVENTS = 10_000;
    static final Duration MAX_SPAN = Duration.ofHours(24);

    /** Overhead included; AWS raised it to 1 MB in 2025, compatible stores did not. */
    static final int MAX_EVENT_BYTES = 256 * 1024;

    private LogBatches() {}

    /**
     * @param position of the finding in the delivered batch
     * @param timestamp epoch ms
     * @param bytes with overhead
     */
    record Event(int position, long timestamp, String message, int bytes) {}

    static List<List<Event>> of(List<Event> events) {
        List<Event> ordered = events.stream()
                .sorted(Comparator.comparingLong(Event::timestamp))
                .toList();
        List<List<Event>> batches = new ArrayList<>();
        List<Event> batch = new ArrayList<>();
        long bytes = 0;
        for (Event event : ordered) {
            if (!batch.isEmpty()
                    && (bytes + event.bytes() > MAX_BATCH_BYTES
                            || batch.size() == MAX_BATCH_EVENTS
                            || event.timestamp() - batch.getFirst().timestamp() > MAX_SPAN.toMillis())) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(event);
            bytes += event.bytes();
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
