package io.keywatch.sink.cloudwatch;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.sink.Delivery;
import io.keywatch.sink.Readiness;
import io.keywatch.sink.Sink;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** Stub. */
public final class LogsSink implements Sink {
    public LogsSink(String group, String stream, CloudWatchLogsClient client, InstantSource clock) {}

    @Override
    public String name() {
        return "cloudwatch-logs";
    }

    @Override
    public Readiness prepare() {
        return Readiness.notReady("stub");
    }

    @Override
    public List<Delivery> deliver(List<Finding> batch) {
        return List.of();
    }
}
