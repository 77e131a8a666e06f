package io.keywatch.sink.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads findings back, for the command line and the demo. Answers are as fresh as the index's last refresh (a second);
 * call {@link #refresh()} where that matters. Thread-safe; the connection stays the caller's.
 */
public final class FindingsIndex {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Map<String, String> ABSENT_IS_EMPTY = Map.of("ignore_unavailable", "true");

    private final OpenSearchConnection connection;
    private final String alias;

    public FindingsIndex(OpenSearchConnection connection, String alias) {
        this.connection = connection;
        this.alias = alias;
    }

    /** @throws IOException when the index cannot be asked */
    public long count() throws IOException {
        return must(connection.post(alias + "/_count", ABSENT_IS_EMPTY, "{}".getBytes(StandardCharsets.UTF_8)))
                .path("count")
                .asLong();
    }

    public void refresh() throws IOException {
        must(connection.post(alias + "/_refresh", ABSENT_IS_EMPTY, "{}".getBytes(StandardCharsets.UTF_8)));
    }

    /** Newest first by last seen. */
    public List<FindingRow> search(FindingQuery query) throws IOException {
        JsonNode answer = must(connection.post(alias + "/_search", ABSENT_IS_EMPTY, body(query)));
        List<FindingRow> rows = new ArrayList<>();
        for (JsonNode hit : answer.path("hits").path("hits")) {
            rows.add(row(hit.path("_source")));
        }
        return rows;
    }

    /** The whole document, triage included. */
    public Optional<JsonNode> find(String findingId) throws IOException {
        ObjectNode body = MAPPER.createObjectNode();
        body.putObject("query").putObject("term").put("finding.id", findingId);
        JsonNode answer = must(connection.post(alias + "/_search", ABSENT_IS_EMPTY, MAPPER.writeValueAsBytes(body)));
        JsonNode source = answer.path("hits").path("hits").path(0).path("_source");
        return source.isObject() ? Optional.of(source) : Optional.empty();
    }

    private static byte[] body(FindingQuery query) throws IOException {
        ObjectNode body = MAPPER.createObjectNode();
        body.put("size", query.limit());
        ArrayNode sort = body.putArray("sort");
        sort.addObject().putObject("last_seen").put("order", "desc").put("unmapped_type", "date");
        sort.addObject().putObject("finding.id").put("order", "asc").put("unmapped_type", "keyword");
        ArrayNode filter = body.putObject("query").putObject("bool").putArray("filter");
        query.findingClass().ifPresent(value -> term(filter, "class", value));
        query.rule().ifPresent(value -> term(filter, "rule.id", value));
        query.severity().ifPresent(value -> term(filter, "severity", value));
        query.state().ifPresent(value -> term(filter, "state", value));
        query.account().ifPresent(value -> term(filter, "cloud.account.id", value));
        return MAPPER.writeValueAsBytes(body);
    }

    private static void term(ArrayNode filter, String field, String value) {
        filter.addObject().putObject("term").put(field, value);
    }

    private static FindingRow row(JsonNode source) {
        String place = source.path("object").path("resource_id").asText();
        String resource =
                place.isEmpty() ? source.path("resources").path(0).path("arn").asText() : place;
        return new FindingRow(
                source.path("finding").path("id").asText(),
                source.path("class").asText(),
                source.path("rule").path("id").asText(),
                source.path("severity").asText(),
                source.path("state").asText(),
                source.path("title").asText(),
                resource,
                source.path("actor").path("principal_id").asText(),
                source.path("cloud").path("account").path("id").asText(),
                source.path("revision").asLong(),
                source.path("count").asLong(),
                source.path("risk_score").asInt(),
                time(source, "first_seen"),
                time(source, "last_seen"),
                time(source, "detected_at"),
                source.path("triage").path("status").asText());
    }

    private static Instant time(JsonNode source, String field) {
        return Instant.parse(source.path(field).asText());
    }

    private static JsonNode must(OpenSearchConnection.Answer answer) throws IOException {
        if (!answer.ok()) {
            throw new IOException("the findings index answered " + answer.summary());
        }
        return answer.body();
    }
}
