package io.keywatch.ingest;

import io.keywatch.ingest.notification.ObjectEvent;
import io.keywatch.schemas.v1.ChangeKind;
import java.util.Locale;

/** What an object is, told by its key and by the queue that spoke of it. */
final class LogFileKeys {
    /** With any prefix before it; organisation trails have the organisation's id between. */
    private static final String ROOT = "AWSLogs/";

    private static final String LOGS = "/CloudTrail/";
    private static final String DIGESTS = "/CloudTrail-Digest/";
    private static final String INSIGHTS = "/CloudTrail-Insight/";

    private LogFileKeys() {}

    enum Meaning {
        LOG_FILE,
        CONTENT,
        /** Hashes of log files: no events in them. */
        DIGEST,
        /** Rates, not calls. */
        INSIGHT,
        /** A key that stands for a folder in consoles. */
        FOLDER,
        /** A log file was deleted or tagged: its events were, or are not, read when it came. */
        LOG_CHANGE,
        /** Nothing of the content changed: restored, replicated, other storage class or ACL. */
        NO_CONTENT;

        String metricName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @param told the notification itself says that these are log files */
    static Meaning meaning(ObjectEvent event, QueueSettings queue, boolean told) {
        String key = event.key();
        boolean trusted = told
                || queue.kind() == QueueKind.CLOUDTRAIL
                || (queue.kind() == QueueKind.AUTO && queue.believesLogsOf(event.bucket()));
        if (trusted && isUnder(key, DIGESTS)) {
            return Meaning.DIGEST;
        }
        if (trusted && isUnder(key, INSIGHTS)) {
            return Meaning.INSIGHT;
        }
        if (event.change() == ChangeKind.UNKNOWN) {
            return Meaning.NO_CONTENT;
        }
        if (key.endsWith("/") && (event.size() == null || event.size() == 0)) {
            return Meaning.FOLDER;
        }
        if (trusted && (told || queue.kind() == QueueKind.CLOUDTRAIL || isUnder(key, LOGS))) {
            return event.change() == ChangeKind.CREATED ? Meaning.LOG_FILE : Meaning.LOG_CHANGE;
        }
        return Meaning.CONTENT;
    }

    private static boolean isUnder(String key, String folder) {
        int root = key.indexOf(ROOT);
        return root >= 0 && key.indexOf(folder, root) > root;
    }
}
