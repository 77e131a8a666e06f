package io.keywatch.app.settings;

import io.keywatch.ingest.IngestSettings;
import io.keywatch.ingest.QueueKind;
import io.keywatch.ingest.QueueSettings;
import io.keywatch.ingest.cloudtrail.ReaderLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Section {@code ingest}; nothing without a queue. */
final class IngestSection {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HALF_A_DAY = Duration.ofHours(12);
    private static final DataSize SMALLEST = new DataSize(1024);
    private static final DataSize GIGABYTE = DataSize.ofMiB(1024);

    private IngestSection() {}

    static Optional<IngestSettings> read(Section section) {
        List<Optional<QueueSettings>> queues = section.sections("queues", IngestSection::queue);
        int inFlight = section.integer(
                "messagesInFlight",
                IngestSettings.DEFAULT_MESSAGES_IN_FLIGHT,
                1,
                10_000,
                "Messages of one queue at a time, waiting ones included.");
        DataSize object = section.size(
                "objectBytes",
                new DataSize(IngestSettings.DEFAULT_OBJECT_BYTES),
                SMALLEST,
                GIGABYTE,
                "The largest log file, compressed, that is fetched.");
        DataSize buffer = section.size(
                "bufferBytes",
                new DataSize(IngestSettings.DEFAULT_BUFFER_BYTES),
                SMALLEST,
                DataSize.ofMiB(1024 * 1024),
                "Log files in memory at a time, compressed, over all queues.");
        Duration visibility = section.duration(
                "visibility",
                IngestSettings.DEFAULT_VISIBILITY,
                Duration.ofSeconds(3),
                HALF_A_DAY,
                "How long a message stays invisible without a sign of life.");
        Duration longPoll = section.duration(
                "longPoll",
                IngestSettings.DEFAULT_LONG_POLL,
                Duration.ZERO,
                Duration.ofSeconds(20),
                "How long a receive waits for messages.");
        int receives = section.integer(
                "receives",
                IngestSettings.DEFAULT_RECEIVES,
                1,
                1_000,
                "How often a message is tried before it becomes a dead letter.");
        Duration backOff = section.duration(
                "backOff",
                IngestSettings.DEFAULT_BACK_OFF,
                SECOND,
                HALF_A_DAY,
                "The longest wait before a failed message is tried again.");
        Duration drain = section.duration(
                "drain",
                IngestSettings.DEFAULT_DRAIN,
                Duration.ZERO,
                Duration.ofMinutes(10),
                "How long a stop waits for what is under way.");
        ReaderLimits reader = reader(section.section("limits"));
        List<QueueSettings> valid = queues.stream().flatMap(Optional::stream).toList();
        if (valid.isEmpty()) {
            return Optional.empty();
        }
        return section.attempt(() -> new IngestSettings(
                valid,
                inFlight,
                object.bytes(),
                buffer.bytes(),
                visibility,
                longPoll,
                receives,
                backOff,
                drain,
                reader));
    }

    private static Optional<QueueSettings> queue(Section section) {
        String url = section.requiredText("url", "URL of an SQS queue, as SQS gives it.");
        QueueKind kind = section.choice(
                "kind",
                QueueKind.AUTO,
                List.of(QueueKind.values()),
                "What its objects are: log files by their key, log files all, or content all.");
        List<String> buckets = section.texts(
                "logBuckets",
                List.of(),
                "With `auto`: buckets whose log files are believed; empty: every bucket. Name them where others are"
                        + " watched too.");
        return url.isEmpty()
                ? Optional.empty()
                : section.attempt(() -> new QueueSettings(url, kind, Set.copyOf(buckets)));
    }

    private static ReaderLimits reader(Section section) {
        ReaderLimits usual = ReaderLimits.DEFAULTS;
        DataSize event = section.size(
                "recordBytes", new DataSize(usual.recordBytes()), SMALLEST, DataSize.ofMiB(64), "One event as JSON.");
        int depth = section.integer("depth", usual.depth(), 4, 500, "Levels of nesting inside one event.");
        DataSize inflated = section.size(
                "inflatedBytes",
                new DataSize(usual.inflatedBytes()),
                SMALLEST,
                DataSize.ofMiB(64 * 1024),
                "One log file without its compression.");
        int ratio = section.integer("ratio", usual.ratio(), 2, 2_000, "Inflated to compressed bytes of a log file.");
        int faults = section.integer(
                "faultsPerFile", usual.faultsPerFile(), 1, 1_000_000, "Bad records told one by one; more are counted.");
        return section.build(
                () -> new ReaderLimits((int) event.bytes(), depth, inflated.bytes(), ratio, faults), usual);
    }
}
