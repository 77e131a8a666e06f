package io.keywatch.ingest;

import io.keywatch.ingest.cloudtrail.ReaderLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How messages are taken and let go.
 *
 * @param queues at least one
 * @param messagesInFlight of one queue at a time, waiting ones included
 * @param objectBytes the largest log file, compressed, that is fetched
 * @param bufferBytes log files in memory at a time, compressed, over all queues
 * @param visibility how long a message stays invisible without a sign of life; renewed three times in that time
 * @param longPoll how long a receive waits for messages
 * @param receives how often a message is tried before it becomes a dead letter
 * @param backOff the longest wait before a failed message is tried again
 * @param drain how long {@link IngestService#close()} waits for what is under way
 * @param reader limits of one log file's content
 */
public record IngestSettings(
        List<QueueSettings> queues,
        int messagesInFlight,
        long objectBytes,
        long bufferBytes,
        Duration visibility,
        Duration longPoll,
        int receives,
        Duration backOff,
        Duration drain,
        ReaderLimits reader) {

    /** With 40 ms a GET this is 1,600 log files a second, far above what one instance parses. */
    public static final int DEFAULT_MESSAGES_IN_FLIGHT = 64;

    /** CloudTrail closes a log file at 50 MB uncompressed; this is a merged one. */
    public static final long DEFAULT_OBJECT_BYTES = 64L << 20;

    public static final long DEFAULT_BUFFER_BYTES = 128L << 20;
    public static final Duration DEFAULT_VISIBILITY = Duration.ofMinutes(2);
    public static final Duration DEFAULT_LONG_POLL = Duration.ofSeconds(20);

    /** With the back-off this is about an hour of trying: outages pass in that time, bad messages do not. */
    public static final int DEFAULT_RECEIVES = 12;

    public static final Duration DEFAULT_BACK_OFF = Duration.ofMinutes(15);
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(30);

    /** SQS's own limits. */
    private static final Duration MAX_VISIBILITY = Duration.ofHours(12);

    private static final Duration MAX_LONG_POLL = Duration.ofSeconds(20);

    public IngestSettings {
        queues = List.copyOf(queues);
        List<String> problems = new ArrayList<>();
        if (queues.isEmpty()) {
            problems.add("ingest.queues: at least one");
        }
        if (queues.stream().map(QueueSettings::url).distinct().count() < queues.size()) {
            problems.add("ingest.queues: a queue is listed twice");
        }
        if (messagesInFlight < 1 || messagesInFlight > 10_000) {
            problems.add("ingest.messages-in-flight: 1 to 10000, is " + messagesInFlight);
        }
        if (objectBytes < 1024 || objectBytes > 1L << 30) {
            problems.add("ingest.object-bytes: 1 KiB to 1 GiB, is " + objectBytes);
        }
        if (bufferBytes < objectBytes) {
            problems.add("ingest.buffer-bytes: at least object-bytes, is " + bufferBytes);
        }
        if (visibility.compareTo(Duration.ofSeconds(3)) < 0 || visibility.compareTo(MAX_VISIBILITY) > 0) {
            problems.add("ingest.visibility: 3 s to 12 h, is " + visibility);
        }
        if (longPoll.isNegative() || longPoll.compareTo(MAX_LONG_POLL) > 0) {
            problems.add("ingest.long-poll: 0 to 20 s, is " + longPoll);
        }
        if (receives < 1) {
            problems.add("ingest.receives: at least 1, is " + receives);
        }
        if (backOff.compareTo(Duration.ofSeconds(1)) < 0 || backOff.compareTo(MAX_VISIBILITY) > 0) {
            problems.add("ingest.back-off: 1 s to 12 h, is " + backOff);
        }
        if (drain.isNegative()) {
            problems.add("ingest.drain: not negative, is " + drain);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    public static IngestSettings of(List<QueueSettings> queues) {
        return new IngestSettings(
                queues,
                DEFAULT_MESSAGES_IN_FLIGHT,
                DEFAULT_OBJECT_BYTES,
                DEFAULT_BUFFER_BYTES,
                DEFAULT_VISIBILITY,
                DEFAULT_LONG_POLL,
                DEFAULT_RECEIVES,
                DEFAULT_BACK_OFF,
                DEFAULT_DRAIN,
                ReaderLimits.DEFAULTS);
    }
}
