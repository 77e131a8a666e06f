package io.keywatch.sink.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywatch.sink.Readiness;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The findings index: one index that never rolls over, because a finding is updated by id for as long as it lives, behind
 * an alias, so that a later mapping can move to a new one. Strict: a field that nobody planned is refused.
 */
final class FindingsTemplate {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int NOT_FOUND = 404;

    private final OpenSearchConnection connection;
    private final String alias;
    private final JsonNode definition = read("index.json");

    FindingsTemplate(OpenSearchConnection connection, String alias) {
        this.connection = connection;
        this.alias = alias;
    }

    /** Makes or completes template, index and alias. Repeating it changes nothing; two processes may do it at once. */
    Readiness prepare() {
        try {
            return template();
        } catch (IOException e) {
            return Readiness.notReady("opensearch unreachable: " + e.getClass().getSimpleName());
        }
    }

    private Readiness template() throws IOException {
        ObjectNode template = MAPPER.createObjectNode();
        // the digits keep it away from whatever else an operator names keywatch-findings-...
        template.putArray("index_patterns").add(alias + "-0*");
        template.set("template", definition);
        var answer = connection.put("_index_template/" + alias, MAPPER.writeValueAsBytes(template));
        return answer.ok() ? index() : refused("index template", answer);
    }

    private Readiness index() throws IOException {
        var known = connection.get("_alias/" + alias);
        if (known.status() != NOT_FOUND) {
            return known.ok() ? mapping() : refused("alias", known);
        }
        if (connection.get(alias).ok()) {
            return Readiness.notReady(alias + " is an index; it must be an alias: rename the index");
        }
        ObjectNode index = MAPPER.createObjectNode();
        index.putObject("aliases").putObject(alias).put("is_write_index", true);
        var created = connection.put(alias + "-000001", MAPPER.writeValueAsBytes(index));
        if (created.ok() || created.errorType().equals("resource_already_exists_exception")) {
            return Readiness.ready();
        }
        return refused("index", created);
    }

    /** A newer build may know more fields; fields are only ever added. */
    private Readiness mapping() throws IOException {
        var answer = connection.put(alias + "/_mapping", MAPPER.writeValueAsBytes(definition.path("mappings")));
        return answer.ok() ? Readiness.ready() : refused("mapping", answer);
    }

    private static Readiness refused(String what, OpenSearchConnection.Answer answer) {
        return Readiness.notReady("opensearch answered " + answer.summary() + " to " + what);
    }

    static JsonNode read(String name) {
        try (InputStream in = resource(name)) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    static String text(String name) {
        try (InputStream in = resource(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    private static InputStream resource(String name) {
        InputStream in = FindingsTemplate.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException(name + " is missing from the build");
        }
        return in;
    }
}
