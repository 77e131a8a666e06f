package io.keywatch.ingest.notification;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keywatch.schemas.v1.ChangeKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the shapes apart by what is in them; SNS and EventBridge may wrap any of them, and each other. */
final class NotificationParser {
    /** EventBridge in SNS in SQS is three. */
    private static final int MAX_WRAPPERS = 4;

    /** SQS takes messages of at most 1 MiB. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxStringLength(2 << 20)
                            .build())
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .build();

    private NotificationParser() {}

    static Notification parse(String body) {
        return parse(body, 0);
    }

    private static Notification parse(String body, int wrappers) {
        JsonNode node;
        try {
            node = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return new Notification.Malformed("not JSON");
        }
        if (node.isMissingNode()) {
            return new Notification.Malformed("empty");
        }
        return node.isObject() ? of(node, body, wrappers) : new Notification.Unknown("not a JSON object");
    }

    private static Notification of(JsonNode node, String json, int wrappers) {
        if (node.path("Records").isArray()) {
            return records(node.path("Records"));
        }
        if (node.hasNonNull("s3Bucket") && node.path("s3ObjectKey").isArray()) {
            return logFiles(node);
        }
        if ("s3:TestEvent".equals(node.path("Event").asText())
                || node.path("type").asText().equals("TestEvent")
                || isTrailValidation(node)) {
            return new Notification.Test();
        }
        if (node.hasNonNull("detail-type") && node.path("detail").isObject()) {
            return eventBridge(node, wrappers);
        }
        if (node.hasNonNull("eventSource") && node.hasNonNull("eventName")) {
            return new Notification.ApiEvent(json);
        }
        String wrapper = node.path("Type").asText();
        if (wrapper.equals("SubscriptionConfirmation") || wrapper.equals("UnsubscribeConfirmation")) {
            return new Notification.Unknown("SNS " + wrapper);
        }
        String wrapped = text(node, "Message");
        if (wrapped != null && (node.hasNonNull("TopicArn") || node.hasNonNull("Type"))) {
            return wrappers < MAX_WRAPPERS
                    ? parse(wrapped, wrappers + 1)
                    : new Notification.Unknown("wrapped too many times");
        }
        return new Notification.Unknown("no shape we know");
    }

    /** What CloudTrail sends once when a topic is set up. */
    private static boolean isTrailValidation(JsonNode node) {
        return node.path("Message").asText().equals("CloudTrail validation message.")
                || node.path("message").asText().equals("CloudTrail validation message.");
    }

    private static Notification records(JsonNode records) {
        List<ObjectEvent> events = new ArrayList<>();
        for (JsonNode record : records) {
            JsonNode s3 = record.path("s3");
            String bucket = text(s3.path("bucket"), "name");
            JsonNode object = s3.path("object");
            String rawKey = text(object, "key");
            if (bucket == null || rawKey == null) {
                return new Notification.Unknown("a record without bucket and key");
            }
            String cause = withoutPrefix(record.path("eventName").asText());
            events.add(new ObjectEvent(
                    bucket,
                    ObjectKeys.decode(rawKey),
                    rawKey,
                    changeOf(cause),
                    cause,
                    time(text(record, "eventTime")),
                    text(object, "versionId"),
                    text(object, "eTag"),
                    number(object, "size"),
                    text(object, "sequencer"),
                    text(record, "awsRegion"),
                    null,
                    text(record.path("userIdentity"), "principalId")));
        }
        return new Notification.Objects(events);
    }

    private static Notification logFiles(JsonNode node) {
        String bucket = node.path("s3Bucket").asText();
        List<ObjectEvent> events = new ArrayList<>();
        for (JsonNode key : node.path("s3ObjectKey")) {
            if (!key.isTextual()) {
                return new Notification.Unknown("a log file without key");
            }
            events.add(new ObjectEvent(
                    bucket,
                    key.textValue(),
                    key.textValue(),
                    ChangeKind.CREATED,
                    "CloudTrail:LogFile",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null));
        }
        return new Notification.LogFiles(events);
    }

    private static Notification eventBridge(JsonNode node, int wrappers) {
        JsonNode detail = node.path("detail");
        String type = node.path("detail-type").asText();
        String bucket = text(detail.path("bucket"), "name");
        JsonNode object = detail.path("object");
        String key = text(object, "key");
        if (bucket != null && key != null) {
            return new Notification.Objects(List.of(new ObjectEvent(
                    bucket,
                    key,
                    key,
                    changeOf(type),
                    type,
                    time(text(node, "time")),
                    text(object, "version-id"),
                    text(object, "etag"),
                    number(object, "size"),
                    text(object, "sequencer"),
                    text(node, "region"),
                    text(node, "account"),
                    text(detail, "requester"))));
        }
        // a bus that passes on what it got from elsewhere, or a CloudTrail event
        return wrappers < MAX_WRAPPERS
                ? of(detail, detail.toString(), wrappers + 1)
                : new Notification.Unknown("wrapped too many times");
    }

    /** S3 leaves {@code s3:} out of the records it sends; compatible stores leave it in. */
    private static String withoutPrefix(String eventName) {
        return eventName.startsWith("s3:") ? eventName.substring(3) : eventName;
    }

    private static ChangeKind changeOf(String cause) {
        if (cause.startsWith("ObjectCreated") || cause.equals("Object Created")) {
            return ChangeKind.CREATED;
        }
        if (cause.startsWith("ObjectRemoved")
                || cause.startsWith("LifecycleExpiration")
                || cause.equals("Object Deleted")) {
            return ChangeKind.DELETED;
        }
        if (cause.startsWith("ObjectTagging") || cause.startsWith("Object Tags")) {
            return ChangeKind.METADATA;
        }
        return ChangeKind.UNKNOWN;
    }

    private static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            return null;
        }
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
    }

    private static @Nullable Long number(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.canConvertToLong() ? value.longValue() : null;
    }
}
