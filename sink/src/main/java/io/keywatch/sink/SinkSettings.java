package io.keywatch.sink;

import io.keywatch.sink.cloudwatch.CloudWatchSettings;
import io.keywatch.sink.opensearch.OpenSearchSettings;
import io.keywatch.sink.sns.SnsSettings;
import java.util.Optional;

/** Which targets there are. Each part that is present runs with a consumer group of its own. */
public record SinkSettings(
        Optional<OpenSearchSettings> openSearch, Optional<SnsSettings> sns, Optional<CloudWatchSettings> cloudWatch) {
    public static SinkSettings none() {
        return new SinkSettings(Optional.empty(), Optional.empty(), Optional.empty());
    }

    public SinkSettings withOpenSearch(OpenSearchSettings settings) {
        return new SinkSettings(Optional.of(settings), sns, cloudWatch);
    }

    public SinkSettings withSns(SnsSettings settings) {
        return new SinkSettings(openSearch, Optional.of(settings), cloudWatch);
    }

    public SinkSettings withCloudWatch(CloudWatchSettings settings) {
        return new SinkSettings(openSearch, sns, Optional.of(settings));
    }
}
