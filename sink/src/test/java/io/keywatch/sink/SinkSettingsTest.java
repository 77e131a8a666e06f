package io.keywatch.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywatch.sink.cloudwatch.CloudWatchSettings;
import io.keywatch.sink.opensearch.OpenSearchSettings;
import io.keywatch.sink.sns.SnsSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SinkSettingsTest {
    @Test
    void namesEveryProblemAtOnce() {
        assertThatThrownBy(() -> new OpenSearchSettings(
                        List.of(URI.create("ftp://x"), URI.create("http://u:p@host:9200")),
                        Optional.empty(),
                        Optional.empty(),
                        "UPPER"))
                .hasMessageContaining("not http(s)://host")
                .hasMessageContaining("must not carry user and password")
                .hasMessageContaining("openSearch.alias");
    }

    @Test
    void neverShowsThePassword() {
        String password = "pw-" + System.nanoTime();
        OpenSearchSettings settings = new OpenSearchSettings(
                List.of(URI.create("https://host:9200")),
                Optional.of(new OpenSearchSettings.BasicAuth("keywatch", password)),
                Optional.empty(),
                OpenSearchSettings.DEFAULT_ALIAS);
        assertThat(settings.toString()).doesNotContain(password).contains("keywatch");
    }

    @Test
    void takesTopicsOfEveryPartitionAndKind() {
        assertThat(SnsSettings.of("arn:aws-cn:sns:cn-north-1:111122223333:alerts.fifo")
                        .topicArn())
                .endsWith(".fifo");
        assertThatThrownBy(() -> SnsSettings.of("alerts")).hasMessageContaining("sns.topicArn");
    }

    @Test
    void wantsOneOfMetricsAndLogs() {
        assertThatThrownBy(() -> new CloudWatchSettings(Optional.empty(), Optional.empty(), "s"))
                .hasMessageContaining("needs a namespace, a logGroup, or both");
        assertThatThrownBy(() -> new CloudWatchSettings(Optional.of("AWS/X"), Optional.empty(), "s"))
                .hasMessageContaining("cloudWatch.namespace");
    }
}
