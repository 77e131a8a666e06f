package io.keywatch.ingest;

import java.net.URI;
import java.util.Set;

/**
 * One SQS queue.
 *
 * @param url as SQS gives it
 * @param kind what its objects are
 * @param logBuckets with {@link QueueKind#AUTO}: the buckets whose log files are believed; empty: every bucket
 */
public record QueueSettings(String url, QueueKind kind, Set<String> logBuckets) {
    public QueueSettings {
        logBuckets = Set.copyOf(logBuckets);
        boolean absolute;
        try {
            absolute = URI.create(url).isAbsolute();
        } catch (IllegalArgumentException notAUrl) {
            absolute = false;
        }
        if (!absolute) {
            throw new IllegalArgumentException("ingest.queues.url: not a URL: " + url);
        }
        if (kind != QueueKind.AUTO && !logBuckets.isEmpty()) {
            throw new IllegalArgumentException("ingest.queues.log-buckets: only with kind auto, not " + kind);
        }
    }

    public static QueueSettings of(String url, QueueKind kind) {
        return new QueueSettings(url, kind, Set.of());
    }

    /** The last part of the URL: short enough for a metric. */
    public String name() {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    boolean believesLogsOf(String bucket) {
        return logBuckets.isEmpty() || logBuckets.contains(bucket);
    }
}
