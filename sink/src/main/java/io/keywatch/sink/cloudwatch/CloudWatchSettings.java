package io.keywatch.sink.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Findings in CloudWatch; either part may be left out.
 *
 * @param namespace of the metrics
 * @param logGroup of the log events; created when absent, its retention is the operator's
 * @param logStream in that group
 */
public record CloudWatchSettings(Optional<String> namespace, Optional<String> logGroup, String logStream) {
    public static final String DEFAULT_NAMESPACE = "Keywatch";
    public static final String DEFAULT_LOG_GROUP = "/keywatch/findings";
    public static final String DEFAULT_LOG_STREAM = "findings";

    public CloudWatchSettings {
        List<String> problems = new ArrayList<>();
        namespace
                .filter(name -> !name.matches("[\\w./#:-]{1,255}") || name.startsWith("AWS/") || name.startsWith(":"))
                .ifPresent(name -> problems.add("cloudWatch.namespace cannot be used: " + name));
        logGroup.filter(name -> !name.matches("[\\w./#-]{1,512}"))
                .ifPresent(name -> problems.add("cloudWatch.logGroup cannot be used: " + name));
        if (!logStream.matches("[^:*]{1,512}")) {
            problems.add("cloudWatch.logStream cannot be used: " + logStream);
        }
        if (namespace.isEmpty() && logGroup.isEmpty()) {
            problems.add("cloudWatch needs a namespace, a logGroup, or both");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    public static CloudWatchSettings defaults() {
        return new CloudWatchSettings(
                Optional.of(DEFAULT_NAMESPACE), Optional.of(DEFAULT_LOG_GROUP), DEFAULT_LOG_STREAM);
    }
}
