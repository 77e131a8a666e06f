package io.keywatch.sink.sns;

import io.keywatch.schemas.v1.Severity;
import java.net.URI;
import java.util.Optional;

/**
 * Where findings ring.
 *
 * @param topicArn standard or FIFO topic
 * @param minSeverity findings below it are not published
 * @param console address of the console or dashboard; the message links to {@code <console>/findings/<id>}
 */
public record SnsSettings(String topicArn, Severity minSeverity, Optional<URI> console) {
    public SnsSettings {
        if (!topicArn.matches("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?")) {
            throw new IllegalArgumentException("sns.topicArn is not the ARN of an SNS topic: " + topicArn);
        }
    }

    public static SnsSettings of(String topicArn) {
        return new SnsSettings(topicArn, Severity.LOW, Optional.empty());
    }
}
