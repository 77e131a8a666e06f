package io.keywatch.detect.sigma;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event of a test as a CloudTrail record in JSON. Written as a map, what every record has may be left out: id, time,
 * region, account. Written as a text, it is JSON and stays as it is.
 */
final class RawEvent {
    private static final JsonFactory JSON = new JsonFactory();

    private RawEvent() {}

    static String json(Yaml event, int index) throws RuleFault {
        if (event instanceof Yaml.Scalar text) {
            // JSON is YAML: what does not read as a map is no record
            if (text.kind() == Yaml.Kind.TEXT && text.text().strip().startsWith("{")) {
                return text.text();
            }
            throw new RuleFault(event.line(), "test: an event is a map, or a text of JSON");
        }
        if (!(event instanceof Yaml.Entries map)) {
            throw new RuleFault(event.line(), "test: an event is a map, or a text of JSON");
        }
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(out)) {
            write(generator, completed(map, index));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static Yaml.Entries completed(Yaml.Entries map, int index) {
        Map<String, Yaml> record = new LinkedHashMap<>();
        text(record, "eventVersion", "1.11", map.line());
        text(record, "eventID", "test-event-" + index, map.line());
        // a second apart, so that windows have an order
        text(
                record,
                "eventTime",
                Instant.parse("2026-01-05T10:00:00Z").plusSeconds(index).toString(),
                map.line());
        text(record, "awsRegion", "eu-central-1", map.line());
        text(record, "recipientAccountId", "111122223333", map.line());
        text(record, "eventType", "AwsApiCall", map.line());
        record.putAll(map.entries());
        return new Yaml.Entries(record, map.line());
    }

    private static void text(Map<String, Yaml> record, String key, String value, int line) {
        record.put(key, new Yaml.Scalar(value, Yaml.Kind.TEXT, line));
    }

    private static void write(JsonGenerator out, Yaml value) throws IOException {
        switch (value) {
            case Yaml.Entries map -> {
                out.writeStartObject();
                for (Map.Entry<String, Yaml> entry : map.entries().entrySet()) {
                    out.writeFieldName(entry.getKey());
                    write(out, entry.getValue());
                }
                out.writeEndObject();
            }
            case Yaml.Items list -> {
                out.writeStartArray();
                for (Yaml item : list.items()) {
                    write(out, item);
                }
                out.writeEndArray();
            }
            case Yaml.Scalar scalar -> {
                switch (scalar.kind()) {
                    case NULL -> out.writeNull();
                    case BOOLEAN -> out.writeBoolean(scalar.text().equalsIgnoreCase("true"));
                    case NUMBER -> number(out, scalar.text());
                    case TEXT -> out.writeString(scalar.text());
                }
            }
        }
    }

    /** Digits that lead with a zero are an account, whatever YAML takes them for. */
    private static void number(JsonGenerator out, String text) throws IOException {
        if (text.matches("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?")) {
            out.writeNumber(text);
        } else {
            out.writeString(text);
        }
    }
}
