package io.keywatch.detect.scan.rule;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.keywatch.schemas.v1.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a rule file: a JSON array of groups, {@code {"provider": …, "source": …, "remediation": …, "rules": [{…}]}};
 * what a group states holds for its rules unless they state otherwise. Comments are allowed, an unknown key is an error.
 */
public final class RuleReader {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    private static final Set<String> GROUP_KEYS =
            Set.of("provider", "source", "remediation", "severity", "confidence", "type", "context");
    private static final Set<String> RULE_KEYS = Set.of(
            "id",
            "name",
            "version",
            "type",
            "provider",
            "source",
            "remediation",
            "severity",
            "confidence",
            "pattern",
            "anchor",
            "context",
            "near",
            "nearBytes",
            "minEntropy",
            "check",
            "requires",
            "withinLines",
            "maxWidth",
            "prefix",
            "openLeft",
            "openRight",
            "identifier");

    /** Far enough for the lines of one statement, near enough to belong together. */
    private static final int NEAR_BYTES = 256;

    private static final int WITHIN_LINES = 20;

    private final String file;
    private final List<RuleSpec> rules = new ArrayList<>();

    private RuleReader(String file) {
        this.file = file;
    }

    /** @throws IllegalArgumentException naming the file, the rule and the key that is wrong */
    public static List<RuleSpec> read(String file, InputStream json) throws IOException {
        RuleReader reader = new RuleReader(file);
        try (JsonParser parser = JSON.createParser(json)) {
            reader.expect(parser, JsonToken.START_ARRAY, "an array of groups");
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                reader.group(parser);
            }
        }
        return List.copyOf(reader.rules);
    }

    private void group(JsonParser parser) throws IOException {
        Map<String, Object> group = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            if (key.equals("rules")) {
                expect(parser, JsonToken.START_ARRAY, "an array of rules");
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    rules.add(rule(parser, group));
                }
            } else if (GROUP_KEYS.contains(key)) {
                group.put(key, value(parser));
            } else {
                throw unknown(key, "group");
            }
        }
    }

    private RuleSpec rule(JsonParser parser, Map<String, Object> group) throws IOException {
        Map<String, Object> own = new HashMap<>(group);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            if (!RULE_KEYS.contains(key)) {
                throw unknown(key, "rule " + own.getOrDefault("id", "without id"));
            }
            own.put(key, value(parser));
        }
        String id = text(own, "id");
        return new RuleSpec(
                id,
                text(own, "name"),
                String.valueOf(own.getOrDefault("version", "1")),
                String.valueOf(own.getOrDefault("type", id)),
                (String) own.get("provider"),
                text(own, "source"),
                String.valueOf(own.getOrDefault("remediation", remediation((String) own.get("provider")))),
                Severity.valueOf(
                        String.valueOf(own.getOrDefault("severity", "high")).toUpperCase(Locale.ROOT)),
                number(own, "confidence", 0.9),
                text(own, "pattern"),
                String.valueOf(own.getOrDefault("anchor", "")),
                list(own, "context"),
                list(own, "near"),
                (int) number(own, "nearBytes", NEAR_BYTES),
                number(own, "minEntropy", 0),
                (String) own.get("check"),
                (String) own.get("requires"),
                (int) number(own, "withinLines", WITHIN_LINES),
                (int) number(own, "maxWidth", 0),
                (int) number(own, "prefix", -1),
                Boolean.TRUE.equals(own.get("openLeft")),
                Boolean.TRUE.equals(own.get("openRight")),
                Boolean.TRUE.equals(own.get("identifier")));
    }

    private static String remediation(@Nullable String provider) {
        return provider == null || provider.equals("Open formats")
                ? "Change the value where it is used and keep the new one in AWS Secrets Manager; remove it here."
                : "Revoke it at " + provider + ", check what it was used for, issue a new one and keep that in AWS"
                        + " Secrets Manager.";
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.nextToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_ARRAY -> {
                List<String> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(parser.getText());
                }
                yield List.copyOf(items);
            }
            default -> null;
        };
    }

    private String text(Map<String, Object> own, String key) {
        if (own.get(key) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new IllegalArgumentException(file + ": rule " + own.getOrDefault("id", "without id") + " has no " + key);
    }

    private static double number(Map<String, Object> own, String key, double otherwise) {
        return own.get(key) instanceof Double number ? number : otherwise;
    }

    private static List<String> list(Map<String, Object> own, String key) {
        if (own.get(key) instanceof List<?> items) {
            return items.stream().map(String::valueOf).toList();
        }
        return List.of();
    }

    private void expect(JsonParser parser, JsonToken token, String what) throws IOException {
        if (parser.nextToken() != token) {
            throw new IllegalArgumentException(file + ": expected " + what);
        }
    }

    private IllegalArgumentException unknown(String key, String where) {
        return new IllegalArgumentException(file + ": unknown key " + key + " in " + where);
    }
}
