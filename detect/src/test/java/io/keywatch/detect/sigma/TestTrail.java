package io.keywatch.detect.sigma;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.ResourceRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Raw records to calls, as small as tests need it: keeps every parameter but those that {@code dropped} names. */
final class TestTrail {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> dropped;

    private TestTrail(Set<String> dropped) {
        this.dropped = dropped;
    }

    static ApiCall call(String json) {
        return new TestTrail(Set.of()).read(json);
    }

    /** @param dropped names in full, as the list of what was left out has them */
    static ApiCall call(String json, String... dropped) {
        return new TestTrail(Set.of(dropped)).read(json);
    }

    private ApiCall read(String json) {
        try {
            return read(JSON.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ApiCall read(JsonNode event) {
        JsonNode identity = event.path("userIdentity");
        JsonNode issuer = identity.path("sessionContext").path("sessionIssuer");
        Map<String, String> parameters = new HashMap<>();
        Map<String, String> response = new HashMap<>();
        List<String> redacted = new ArrayList<>();
        flatten("", "", event.path("requestParameters"), parameters, redacted);
        flatten("responseElements.", "", event.path("responseElements"), response, redacted);
        flatten("additionalEventData.", "", event.path("additionalEventData"), response, redacted);
        String arn = text(identity, "arn");
        String issuerArn = text(issuer, "arn");
        return ApiCall.newBuilder()
                .setEventId(or(text(event, "eventID"), "event"))
                .setEventTime(Instant.parse(or(text(event, "eventTime"), "2026-01-05T10:00:00Z")))
                .setIngestedAt(Instant.parse(or(text(event, "eventTime"), "2026-01-05T10:00:00Z"))
                        .plusSeconds(300))
                .setEventSource(or(text(event, "eventSource"), "unknown"))
                .setEventName(or(text(event, "eventName"), "unknown"))
                .setAwsRegion(or(text(event, "awsRegion"), "eu-central-1"))
                .setRecipientAccountId(or(text(event, "recipientAccountId"), "111122223333"))
                .setPrincipal(Principal.newBuilder()
                        .setId(issuerArn != null ? issuerArn : or(arn, "nobody"))
                        .setType(type(text(identity, "type")))
                        .setArn(arn)
                        .setAccessKeyId(text(identity, "accessKeyId"))
                        .setSessionIssuerArn(issuerArn)
                        .setInvokedBy(text(identity, "invokedBy"))
                        .build())
                .setNetwork(Network.newBuilder()
                        .setIp(text(event, "sourceIPAddress"))
                        .setUserAgent(text(event, "userAgent"))
                        .build())
                .setErrorCode(text(event, "errorCode"))
                .setReadOnly(event.has("readOnly") ? event.get("readOnly").asBoolean() : null)
                .setEventType(text(event, "eventType"))
                .setParameters(parameters)
                .setResponse(response)
                .setRedacted(redacted)
                .setResources(resources(event.path("resources")))
                .setOrigin(Origin.LIVE)
                .build();
    }

    private static List<ResourceRef> resources(JsonNode list) {
        List<ResourceRef> resources = new ArrayList<>();
        for (JsonNode resource : list) {
            resources.add(ResourceRef.newBuilder()
                    .setArn(or(text(resource, "ARN"), "?"))
                    .setType(text(resource, "type"))
                    .build());
        }
        return resources;
    }

    private void flatten(String part, String path, JsonNode node, Map<String, String> into, List<String> redacted) {
        if (dropped.contains(part + path)) {
            redacted.add(part + path);
        } else if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(
                            part,
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                            entry.getValue(),
                            into,
                            redacted));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(part, path + "[" + i + "]", node.get(i), into, redacted);
            }
        } else if (!node.isMissingNode() && !node.isNull()) {
            into.put(path, node.asText());
        }
    }

    private static PrincipalType type(@Nullable String name) {
        return switch (name) {
            case "IAMUser" -> PrincipalType.IAM_USER;
            case "AssumedRole" -> PrincipalType.ASSUMED_ROLE;
            case "Root" -> PrincipalType.ROOT;
            case null, default -> PrincipalType.UNKNOWN;
        };
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }

    private static String or(@Nullable String text, String other) {
        return text == null ? other : text;
    }
}
