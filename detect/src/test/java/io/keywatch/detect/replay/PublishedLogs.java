package io.keywatch.detect.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.ResourceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Published attack logs as calls, with the tool's user agent masked. */
public final class PublishedLogs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PublishedLogs() {}

    /** Skips the test where the data is not there. */
    public static Path folder() {
        Path folder = Path.of("..", "..", "shared", "data", "cloudtrail")
                .toAbsolutePath()
                .normalize();
        Assumptions.assumeTrue(Files.isDirectory(folder), "no published logs at " + folder);
        return folder;
    }

    public static List<ApiCall> read(String technique) {
        try {
            JsonNode root = JSON.readTree(folder().resolve(technique + ".json").toFile());
            JsonNode records = root.isArray() ? root : root.get("Records");
            List<ApiCall> calls = new ArrayList<>();
            records.forEach(event -> calls.add(call(event)));
            calls.sort(Comparator.comparing(ApiCall::getEventTime));
            return calls;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ApiCall call(JsonNode event) {
        JsonNode identity = event.get("userIdentity");
        JsonNode session = identity.path("sessionContext");
        String issuer = text(session.path("sessionIssuer"), "arn");
        String arn = text(identity, "arn");
        Map<String, String> parameters = new HashMap<>();
        flatten("", event.path("requestParameters"), parameters);
        Map<String, String> response = new HashMap<>();
        for (String part : List.of("responseElements", "additionalEventData", "serviceEventDetails")) {
            flatten("", event.path(part), response);
        }
        List<ResourceRef> resources = new ArrayList<>();
        event.path("resources").forEach(resource -> {
            if (resource.has("ARN")) {
                resources.add(ResourceRef.newBuilder()
                        .setArn(resource.get("ARN").asText())
                        .build());
            }
        });
        Instant time = Instant.parse(event.get("eventTime").asText());
        String id = issuer != null
                ? issuer
                : arn != null ? arn : identity.path("type").asText();
        return ApiCall.newBuilder()
                .setEventId(event.get("eventID").asText())
                .setEventTime(time)
                .setIngestedAt(time.plus(Duration.ofMinutes(5)))
                .setEventSource(event.get("eventSource").asText())
                .setEventName(event.get("eventName").asText())
                .setAwsRegion(event.get("awsRegion").asText())
                .setRecipientAccountId(event.get("recipientAccountId").asText())
                .setPrincipal(Principal.newBuilder()
                        .setId(id)
                        .setType(type(identity.path("type").asText()))
                        .setArn(arn)
                        .setAccountId(text(identity, "accountId"))
                        .setAccessKeyId(text(identity, "accessKeyId"))
                        .setSessionIssuerArn(issuer)
                        .setSessionName(issuer == null || arn == null ? null : arn.substring(arn.lastIndexOf('/') + 1))
                        .setInvokedBy(text(identity, "invokedBy"))
                        .build())
                .setNetwork(Network.newBuilder()
                        .setIp(text(event, "sourceIPAddress"))
                        .setUserAgent("masked")
                        .setVpcEndpointId(text(event, "vpcEndpointId"))
                        .build())
                .setErrorCode(text(event, "errorCode"))
                .setParameters(parameters)
                .setResponse(response)
                .setResources(resources)
                .setOrigin(Origin.BACKFILL)
                .build();
    }

    private static PrincipalType type(String name) {
        return switch (name) {
            case "IAMUser" -> PrincipalType.IAM_USER;
            case "AssumedRole" -> PrincipalType.ASSUMED_ROLE;
            case "Root" -> PrincipalType.ROOT;
            case "AWSService" -> PrincipalType.AWS_SERVICE;
            default -> PrincipalType.UNKNOWN;
        };
    }

    private static void flatten(String path, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(child -> flatten(
                            path.isEmpty() ? child.getKey() : path + "." + child.getKey(), child.getValue(), into));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + "[" + i + "]", node.get(i), into);
            }
        } else if (node.isValueNode() && !node.isNull()) {
            into.put(path, node.asText());
        }
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value.asText();
    }
}
