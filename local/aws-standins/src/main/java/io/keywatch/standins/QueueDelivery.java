package io.keywatch.standins;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what SNS delivers into a queue of the SQS stand-in, so that tests read it with a real client. */
final class QueueDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(QueueDelivery.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Future<URI> endpoint;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /** SQS may still be starting. */
    QueueDelivery(Future<URI> endpoint) {
        this.endpoint = endpoint;
    }

    /** A queue that is gone swallows the message, as with AWS. */
    void send(String queueArn, String body, Map<String, Sns.Attribute> attributes) {
        URI sqs = endpoint.resultNow();
        String[] arn = queueArn.split(":"); // arn:aws:sqs:region:account:name
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("QueueUrl", sqs + "/" + arn[4] + "/" + arn[5]);
        message.put("MessageBody", body);
        ObjectNode written = message.putObject("MessageAttributes");
        attributes.forEach((name, attribute) -> {
            ObjectNode value = written.putObject(name);
            // SQS has no arrays: they arrive as strings
            value.put("DataType", attribute.type().equals("String.Array") ? "String" : attribute.type());
            value.put(attribute.type().startsWith("Binary") ? "BinaryValue" : "StringValue", attribute.value());
        });
        try {
            HttpRequest request = HttpRequest.newBuilder(sqs)
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/x-amz-json-1.0")
                    .header("X-Amz-Target", "AmazonSQS.SendMessage")
                    .POST(HttpRequest.BodyPublishers.ofString(message.toString()))
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                LOG.warn("{} took no message: {} {}", queueArn, response.statusCode(), response.body());
            }
        } catch (IOException e) {
            LOG.warn("{} took no message", queueArn, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
