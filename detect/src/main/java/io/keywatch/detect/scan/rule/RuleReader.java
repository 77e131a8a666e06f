package io.keywatch.detect.scan.rule;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.keywatch.schemas.v1.Severity;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a rule file: a JSON array of groups, {@code {"provider": …, "source": …, "remediation": …, "rules": [{…}]}};
 * what a group states holds for its rules unless they state otherwise. Comments are allowed. An unknown key, a value of
 * another type or out of its range is an error that names the rule and the key.
 */
public final class RuleReader {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    private static final Set<String> GROUP_KEYS =
            Set.of("provider", "source", "remediation", "severity", "confidence", "type", "context", "near", "rules");
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
            "atLeast",
            "check",
            "requires",
            "withinLines",
            "maxWidth",
            "prefix",
            "openLeft",
            "openRight",
            "identifier");

    private static final double CONFIDENCE = 0.9;

    /** Far enough for the lines of one statement, near enough to belong together. */
    private static final int NEAR_BYTES = 256;

    private static final int WITHIN_LINES = 20;

    /** What stands farther apart does not belong together. */
    private static final int MAX_LINES = 1_000;

    private static final int MAX_NEAR_BYTES = 4_096;

    /** A private key of 16,384 bits with a line end and quotes after every 64 characters is less. */
    private static final int MAX_WIDTH = 32_768;

    private static final double MAX_ENTROPY = 8;

    private final String file;
    private final List<RuleSpec> rules = new ArrayList<>();

    private RuleReader(String file) {
        this.file = file;
    }

    /**
     * @throws IllegalArgumentException naming the file, the rule and the key that is wrong, or the place where the JSON
     *     ends
     */
    public static List<RuleSpec> read(String file, InputStream json) throws IOException {
        RuleReader reader = new RuleReader(file);
        try (JsonParser parser = JSON.createParser(json)) {
            reader.expect(parser, JsonToken.START_ARRAY, "an array of groups");
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                reader.group(parser);
            }
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                throw new IllegalArgumentException(file + ": a group is an object");
            }
        } catch (JsonProcessingException | CharConversionException noJson) {
            throw new IllegalArgumentException(file + ": no JSON in UTF-8: " + noJson.getMessage(), noJson);
        }
        return List.copyOf(reader.rules);
    }

    private void group(JsonParser parser) throws IOException {
        RuleFields group = RuleFields.none(file);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            if (parser.currentName().equals("rules")) {
                expect(parser, JsonToken.START_ARRAY, "an array of rules");
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    rules.add(rule(parser, group.copy()));
                }
            } else {
                group.read(parser, GROUP_KEYS);
            }
        }
    }

    private static RuleSpec rule(JsonParser parser, RuleFields own) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            own.read(parser, RULE_KEYS);
        }
        String id = own.text("id");
        String provider = own.textOrNull("provider");
        return new RuleSpec(
                id,
                own.text("name"),
                own.text("version", "1"),
                own.text("type", id),
                provider,
                own.text("source"),
                own.text("remediation", remediation(provider)),
                own.severity(Severity.HIGH),
                own.number("confidence", 0.05, 1, CONFIDENCE),
                own.text("pattern"),
                own.text("anchor", ""),
                own.words("context"),
                own.words("near"),
                own.whole("nearBytes", 1, MAX_NEAR_BYTES, NEAR_BYTES),
                own.number("minEntropy", 0, MAX_ENTROPY, 0),
                own.characters("atLeast"),
                own.textOrNull("check"),
                own.textOrNull("requires"),
                own.whole("withinLines", 0, MAX_LINES, WITHIN_LINES),
                own.whole("maxWidth", 1, MAX_WIDTH, 0),
                own.whole("prefix", 0, MAX_WIDTH, -1),
                own.flag("openLeft"),
                own.flag("openRight"),
                own.flag("identifier"));
    }

    /** What is to be done at any provider; the steps for a kind of secret are knowledge of the findings. */
    private static String remediation(@Nullable String provider) {
        return provider == null || provider.equals("Open formats")
                ? "Change the value where it is used and keep the new one in AWS Secrets Manager; remove it here."
                : "Revoke it at " + provider + ", check what it was used for, issue a new one and keep that in AWS"
                        + " Secrets Manager.";
    }

    private void expect(JsonParser parser, JsonToken token, String what) throws IOException {
        if (parser.nextToken() != token) {
            throw new IllegalArgumentException(file + ": expected " + what);
        }
    }
}
