package io.keywatch.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Makes a {@link Call} of an HTTP request in any of the SDK's protocols, and refuses what is not signed. */
final class RequestReader {
    // the largest that the services take: 6 MB for an invocation of Lambda
    private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;
    private static final Pattern SIGNATURE =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=[^/]+/(?<date>\\d{8})/(?<region>[^/]+)"
                    + "/(?<service>[^/]+)/aws4_request, ?SignedHeaders=(?<headers>[^,]+), ?Signature=[0-9a-f]{64}");
    private static final Pattern SMITHY_PATH = Pattern.compile("/service/[^/]+/operation/(?<operation>[^/]+)");

    private RequestReader() {}

    /** Either half of it. */
    sealed interface Read permits Understood, NotUnderstood {}

    record Understood(Call call) implements Read {}

    record NotUnderstood(WireFormat format, Outcome.Refusal refusal) implements Read {}

    static Read read(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        // also of a call that is refused: what is not read would be taken for the connection's next request
        byte[] body = body(exchange);
        String path = exchange.getRequestURI().getPath();
        Optional<String> target = Optional.ofNullable(headers.getFirst("X-Amz-Target"));
        Matcher smithy = SMITHY_PATH.matcher(path);
        String contentType =
                Optional.ofNullable(headers.getFirst("Content-Type")).orElse("");
        String authorization =
                Optional.ofNullable(headers.getFirst("Authorization")).orElse("");
        Matcher signature = SIGNATURE.matcher(authorization);
        boolean signed = signature.matches()
                && headers.containsKey("X-Amz-Date")
                && signature.group("headers").contains("host")
                && signature.group("headers").contains("x-amz-date");
        String service = signed ? signature.group("service") : "";
        WireFormat format = format(service, target.isPresent(), smithy.matches(), contentType);
        if (!signed) {
            return new NotUnderstood(
                    format,
                    authorization.isEmpty()
                            ? new Outcome.Refusal(
                                    403, "MissingAuthenticationToken", "Request is missing Authentication Token")
                            : new Outcome.Refusal(
                                    403, "IncompleteSignature", "The Authorization header is not a whole signature"));
        }
        if (smithy.matches() && !"rpc-v2-cbor".equals(headers.getFirst("smithy-protocol"))) {
            return new NotUnderstood(
                    format, Outcome.badRequest("UnknownOperationException", "smithy-protocol is missing"));
        }
        JsonNode input = input(format, body, exchange.getRequestURI().getRawQuery());
        RestOperations.Named rest = RestOperations.name(service, exchange.getRequestMethod(), path);
        if (format == WireFormat.REST && input instanceof ObjectNode parameters) {
            rest.parameters().forEach(parameters::put);
        }
        String operation = switch (format) {
            case QUERY, EC2_QUERY -> input.path("Action").asText("");
            case JSON -> target.orElse("").substring(target.orElse("").lastIndexOf('.') + 1);
            case CBOR -> smithy.group("operation");
            case REST -> rest.operation();
        };
        if (operation.isEmpty()) {
            return new NotUnderstood(format, Outcome.badRequest("MissingAction", "the request names no operation"));
        }
        String endpoint = "http://" + headers.getFirst("Host");
        return new Understood(new Call(service, operation, format, input, signature.group("region"), endpoint));
    }

    private static WireFormat format(String service, boolean targeted, boolean smithy, String contentType) {
        if (smithy) {
            return WireFormat.CBOR;
        }
        if (targeted) {
            return WireFormat.JSON;
        }
        if (contentType.startsWith("application/x-www-form-urlencoded")) {
            return service.equals("ec2") ? WireFormat.EC2_QUERY : WireFormat.QUERY;
        }
        return WireFormat.REST;
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        // PutMetricData comes compressed from 10 KiB on
        boolean gzip = "gzip".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream in = gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            return in.readNBytes(MAX_BODY_BYTES);
        }
    }

    private static JsonNode input(WireFormat format, byte[] body, String query) throws IOException {
        return switch (format) {
            case QUERY, EC2_QUERY -> form(new String(body, StandardCharsets.UTF_8));
            case JSON -> object(WireFormat.JSON_MAPPER.readTree(body));
            case CBOR -> object(WireFormat.CBOR_MAPPER.readTree(body));
            case REST ->
                body.length == 0 ? form(query == null ? "" : query) : object(WireFormat.JSON_MAPPER.readTree(body));
        };
    }

    private static JsonNode object(JsonNode read) {
        return read.isMissingNode() || read.isNull() ? JsonNodeFactory.instance.objectNode() : read;
    }

    /** {@code A.member.1.Name=x} becomes {@code {"A":{"member":{"1":{"Name":"x"}}}}}. */
    private static ObjectNode form(String encoded) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String[] names = URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8)
                    .split("\\.");
            ObjectNode at = root;
            for (int i = 0; i < names.length - 1; i++) {
                at = at.withObjectProperty(names[i]);
            }
            at.put(names[names.length - 1], URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return root;
    }
}
