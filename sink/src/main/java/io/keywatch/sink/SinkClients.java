package io.keywatch.sink;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The AWS clients of the sinks. They belong to the caller, who closes them after the service; one may be absent where
 * its sink is not configured.
 */
public record SinkClients(
        @Nullable SnsClient sns,
        @Nullable CloudWatchClient cloudWatch,
        @Nullable CloudWatchLogsClient logs) {
    public static SinkClients none() {
        return new SinkClients(null, null, null);
    }
}
