package io.keywatch.enrich.knowledge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the data that comes with this package; a fault in it is a fault of the build and shows at start. */
final class KnowledgeFile {
    private static final JsonMapper MAPPER = new JsonMapper();

    private KnowledgeFile() {}

    static JsonNode read(String name) {
        try (InputStream in = KnowledgeFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the build");
            }
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    static Condition condition(JsonNode entry) {
        Map<String, String> parts = new LinkedHashMap<>();
        entry.path("when")
                .properties()
                .forEach(part -> parts.put(part.getKey(), part.getValue().asText()));
        return Condition.of(parts);
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }
}
