package io.keywatch.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The orders of tests and the demo, unsigned and in JSON:
 * <pre>
 * POST   /_control/fail           {"service","operation","code","status"?,"times"?,"message"?,"delayMillis"?}
 * POST   /_control/answers        {"service","operation","match"?,"status"?,"contentType"?,"body"}
 * PUT    /_control/lambda/NAME    the GetFunctionConfiguration to return (DELETE forgets it)
 * PUT    /_control/lambda/NAME/code   the deployment package, as bytes
 * PUT    /_control/ec2/INSTANCE-ID    {"userData": text}
 * PUT    /_control/launch-templates/ID {"name","versions":[{"userData": text}, …]}
 * PUT    /_control/secrets/NAME, /_control/parameters/NAME
 *                                 {"value","denied"?,"binary"? or "type"?}; a slash is %2F (DELETE forgets it)
 * GET    /_control/calls          how often each operation was called
 * DELETE /_control/fail, /_control/answers
 * </pre>
 * Services go by their endpoint names; {@code cloudwatch} is {@code monitoring}. {@code PublishBatch.entry} of {@code sns}
 * fails single entries.
 */
final class Control {
    private final OrderedFailures failures;
    private final CannedAnswers canned;
    private final Lambda lambda;
    private final Ec2 ec2;
    private final Secrets secrets;
    private final Parameters parameters;

    Control(
            OrderedFailures failures,
            CannedAnswers canned,
            Lambda lambda,
            Ec2 ec2,
            Secrets secrets,
            Parameters parameters) {
        this.failures = failures;
        this.canned = canned;
        this.lambda = lambda;
        this.ec2 = ec2;
        this.secrets = secrets;
        this.parameters = parameters;
    }

    WireFormat.HttpReply handle(HttpExchange exchange, Map<String, LongAdder> calls) throws IOException {
        String[] path = exchange.getRequestURI().getRawPath().split("/");
        String name = path.length > 3 ? URLDecoder.decode(path[3], StandardCharsets.UTF_8) : "";
        String order = exchange.getRequestMethod() + " " + (path.length > 2 ? path[2] : "");
        byte[] body = exchange.getRequestBody().readAllBytes();
        switch (order) {
            case "POST fail" -> {
                JsonNode told = WireFormat.JSON_MAPPER.readTree(body);
                failures.add(new OrderedFailures.Order(
                        service(told),
                        told.path("operation").asText("*"),
                        new Outcome.Refusal(
                                told.path("status").asInt(400),
                                told.path("code").asText("Throttling"),
                                told.path("message").asText("told to fail")),
                        told.path("times").asInt(1),
                        told.path("delayMillis").asLong(0)));
            }
            case "DELETE fail" -> failures.clear();
            case "POST answers" -> {
                JsonNode told = WireFormat.JSON_MAPPER.readTree(body);
                canned.add(told, service(told));
            }
            case "DELETE answers" -> canned.clear();
            case "PUT lambda" -> {
                if (path.length > 4 && path[4].equals("code")) {
                    lambda.putCode(name, body);
                } else {
                    lambda.put(name, WireFormat.JSON_MAPPER.readTree(body));
                }
            }
            case "DELETE lambda" -> lambda.remove(name);
            case "PUT ec2" ->
                ec2.putInstance(
                        name,
                        WireFormat.JSON_MAPPER.readTree(body).path("userData").asText(""));
            case "PUT launch-templates" -> ec2.putTemplate(name, WireFormat.JSON_MAPPER.readTree(body));
            case "PUT secrets" -> secrets.put(name, WireFormat.JSON_MAPPER.readTree(body));
            case "DELETE secrets" -> secrets.remove(name);
            case "PUT parameters" -> parameters.put(name, WireFormat.JSON_MAPPER.readTree(body));
            case "DELETE parameters" -> parameters.remove(name);
            case "GET calls" -> {
                Map<String, Long> counts = new TreeMap<>();
                calls.forEach((operation, count) -> counts.put(operation, count.sum()));
                return json(200, counts);
            }
            default -> {
                return json(404, Map.of("unknown", order));
            }
        }
        return json(200, Map.of("done", order));
    }

    private static String service(JsonNode told) {
        String name = told.path("service").asText();
        return name.equals("cloudwatch") ? "monitoring" : name;
    }

    private static WireFormat.HttpReply json(int status, Object body) throws IOException {
        return new WireFormat.HttpReply(
                status, "application/json", Map.of(), WireFormat.JSON_MAPPER.writeValueAsBytes(body));
    }
}
