package io.keywatch.standins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/** A queue that wants a topic's messages, all of them or those whose attributes have one of the named values. */
record Subscription(String arn, String queueArn, boolean raw, JsonNode filter) {
    /** Either half of it. */
    sealed interface Checked permits Accepted, Refused {}

    record Accepted(Subscription subscription) implements Checked {}

    record Refused(String why) implements Checked {}

    static Checked of(String arn, String queueArn, Map<String, String> attributes) {
        boolean raw = Boolean.parseBoolean(attributes.getOrDefault("RawMessageDelivery", "false"));
        JsonNode filter = JsonNodeFactory.instance.objectNode();
        String policy = attributes.get("FilterPolicy");
        if (policy != null) {
            try {
                filter = WireFormat.JSON_MAPPER.readTree(policy);
            } catch (JsonProcessingException e) {
                return new Refused("FilterPolicy: failed to parse JSON");
            }
            for (JsonNode wanted : filter) {
                if (!wanted.isArray() || !allText(wanted)) {
                    return new Refused("FilterPolicy: only lists of exact strings are stood in for");
                }
            }
        }
        return new Accepted(new Subscription(arn, queueArn, raw, filter));
    }

    boolean wants(Map<String, Sns.Attribute> attributes) {
        for (var wanted : filter.properties()) {
            Sns.Attribute given = attributes.get(wanted.getKey());
            if (given == null || !contains(wanted.getValue(), given.value())) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(JsonNode values, String value) {
        for (JsonNode wanted : values) {
            if (wanted.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean allText(JsonNode values) {
        for (JsonNode value : values) {
            if (!value.isTextual()) {
                return false;
            }
        }
        return true;
    }
}
