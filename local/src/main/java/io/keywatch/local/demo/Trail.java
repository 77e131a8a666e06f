package io.keywatch.local.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** Writes CloudTrail log files as AWS delivers them: `Records`, gzip. Collects until {@link #drain}. */
final class Trail {
    static final String REGION = "eu-central-1";

    private static final JsonMapper MAPPER = new JsonMapper();

    private ArrayNode records = JsonNodeFactory.instance.arrayNode();

    /** Adds a successful call; the answer takes parameters and more. */
    ObjectNode call(Instant at, Actor actor, String service, String name) {
        ObjectNode event = records.addObject();
        event.put("eventVersion", "1.11");
        event.set("userIdentity", actor.identity());
        event.put("eventTime", at.truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("eventSource", service + ".amazonaws.com");
        event.put("eventName", name);
        event.put("awsRegion", REGION);
        event.put("sourceIPAddress", actor.ip());
        event.put("userAgent", actor.agent());
        event.putObject("requestParameters");
        event.putNull("responseElements");
        event.put("requestID", UUID.randomUUID().toString());
        event.put("eventID", UUID.randomUUID().toString());
        event.put("readOnly", name.startsWith("Get") || name.startsWith("List") || name.startsWith("Describe"));
        event.put("eventType", "AwsApiCall");
        event.put("managementEvent", true);
        event.put("recipientAccountId", actor.account());
        event.put("eventCategory", "Management");
        return event;
    }

    /** Parameters of a call made with {@link #call}. */
    static ObjectNode parameters(ObjectNode call) {
        return (ObjectNode) call.get("requestParameters");
    }

    static void deny(ObjectNode call) {
        call.put("errorCode", "AccessDenied");
        call.put("errorMessage", "not authorized");
    }

    /** What was collected since the last time, as a log file. */
    byte[] drain() {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        file.set("Records", records);
        records = JsonNodeFactory.instance.arrayNode();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            MAPPER.writeValue(gzip, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    int size() {
        return records.size();
    }
}
