package io.keywatch.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Tells the AWS stand-ins what to return and when to fail. Services go by their endpoint names: {@code sns},
 * {@code cloudwatch}, {@code logs}, {@code lambda}, {@code ec2}, {@code secretsmanager}, {@code ssm}, {@code sts}. S3 and SQS fail through
 * a {@link FaultProxy} instead.
 */
public final class AwsStandinsControl {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final URI api;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    AwsStandinsControl(URI api) {
        this.api = api;
    }

    /**
     * Lets the next calls of an operation fail, for ever where {@code times} is negative. {@code *} is any operation;
     * {@code PublishBatch.entry} fails entries of a batch that else succeeds.
     */
    public void fail(String service, String operation, String code, int status, int times) throws IOException {
        post(
                "fail",
                Map.of("service", service, "operation", operation, "code", code, "status", status, "times", times));
    }

    /** As {@code fail}, after a delay: for clients' timeouts. */
    public void failLate(String service, String operation, String code, int status, Duration delay) throws IOException {
        post(
                "fail",
                Map.of(
                        "service", service,
                        "operation", operation,
                        "code", code,
                        "status", status,
                        "times", 1,
                        "delayMillis", delay.toMillis()));
    }

    public void stopFailing() throws IOException {
        send("DELETE", "fail", new byte[0]);
    }

    /** Answers an operation that nothing stands in for, where the parameters, as JSON, contain {@code match}. A body
     * that is a string is XML, anything else JSON; the operation of a REST service is its method and path. */
    public void answer(String service, String operation, String match, Object body) throws IOException {
        post("answers", Map.of("service", service, "operation", operation, "match", match, "body", body));
    }

    /** @param configuration as GetFunctionConfiguration returns it; name and ARN are filled in */
    public void lambdaFunction(String name, Map<String, ?> configuration) throws IOException {
        send("PUT", "lambda/" + name, JSON.writeValueAsBytes(configuration));
    }

    public void lambdaCode(String name, byte[] zip) throws IOException {
        send("PUT", "lambda/" + name + "/code", zip);
    }

    public void removeLambdaFunction(String name) throws IOException {
        send("DELETE", "lambda/" + name, new byte[0]);
    }

    public void instanceUserData(String instanceId, String text) throws IOException {
        send("PUT", "ec2/" + instanceId, JSON.writeValueAsBytes(Map.of("userData", text)));
    }

    /** @param userData of version 1, 2, … */
    public void launchTemplate(String id, String name, List<String> userData) throws IOException {
        var versions = userData.stream().map(text -> Map.of("userData", text)).toList();
        send("PUT", "launch-templates/" + id, JSON.writeValueAsBytes(Map.of("name", name, "versions", versions)));
    }

    public void secret(String name, String value) throws IOException {
        secret(name, Map.of("value", value));
    }

    /** There, and refused to whoever asks for its value. */
    public void deniedSecret(String name) throws IOException {
        secret(name, Map.of("denied", true));
    }

    private void secret(String name, Map<String, ?> secret) throws IOException {
        send("PUT", "secrets/" + encoded(name), JSON.writeValueAsBytes(secret));
    }

    public void removeSecret(String name) throws IOException {
        send("DELETE", "secrets/" + encoded(name), new byte[0]);
    }

    /** @param type String, StringList or SecureString */
    public void parameter(String name, String type, String value) throws IOException {
        send("PUT", "parameters/" + encoded(name), JSON.writeValueAsBytes(Map.of("type", type, "value", value)));
    }

    public void deniedParameter(String name) throws IOException {
        send("PUT", "parameters/" + encoded(name), JSON.writeValueAsBytes(Map.of("denied", true)));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    /** How often an operation was called since the stand-ins started, told to fail or not. */
    public long calls(String service, String operation) throws IOException {
        JsonNode counts = JSON.readTree(send("GET", "calls", new byte[0]));
        String signingName = service.equals("cloudwatch") ? "monitoring" : service;
        return counts.path(signingName + "." + operation).asLong();
    }

    private void post(String order, Map<String, ?> body) throws IOException {
        send("POST", order, JSON.writeValueAsBytes(body));
    }

    private String send(String method, String path, byte[] body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(api.resolve("/_control/" + path))
                .timeout(TIMEOUT)
                .method(method, BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() != 200) {
                throw new IOException("the stand-ins refuse " + method + " " + path + ": " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
