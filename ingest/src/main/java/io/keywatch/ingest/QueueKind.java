package io.keywatch.ingest;

/** What the objects that a queue speaks of are. */
public enum QueueKind {
    /**
     * Objects under {@code AWSLogs/.../CloudTrail/} are log files, all others are content. Anybody who may write such a
     * key into a bucket of this queue may make up events: name the log buckets where others are watched too.
     */
    AUTO,
    /** Every object is a log file, whatever its key. */
    CLOUDTRAIL,
    /** Every object is content, whatever its key. */
    OBJECTS
}
