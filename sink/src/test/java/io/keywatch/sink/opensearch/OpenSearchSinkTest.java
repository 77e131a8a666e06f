package io.keywatch.sink.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.sink.Delivery;
import io.keywatch.sink.Readiness;
import io.keywatch.sink.TestFindings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the sink makes of a cluster's answers, against a server that speaks just enough of {@code _bulk}. */
class OpenSearchSinkTest {
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final OpenSearchSettings settings;

    /** Per finding id: status and error type. */
    private Function<String, Item> item = id -> new Item(200, "");

    private Function<String, Integer> whole = body -> 200;

    private record Item(int status, String error) {}

    OpenSearchSinkTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        settings = OpenSearchSettings.of(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void tellsThrottledRejectedAndDeliveredItemsApart() {
        item = id -> switch (id) {
            case "throttled" -> new Item(429, "rejected_execution_exception");
            case "bad" -> new Item(400, "strict_dynamic_mapping_exception");
            case "ailing" -> new Item(503, "unavailable_shards_exception");
            case "conflict" -> new Item(409, "version_conflict_engine_exception");
            case "blocked" -> new Item(403, "cluster_block_exception");
            case "missing" -> new Item(404, "index_not_found_exception");
            default -> new Item(201, "");
        };
        assertThat(deliver(1 << 20, "good", "throttled", "bad", "ailing", "conflict", "blocked", "missing"))
                .containsExactly(
                        Delivery.delivered(),
                        Delivery.retry("429 rejected_execution_exception"),
                        Delivery.reject(400, "strict_dynamic_mapping_exception"),
                        Delivery.retry("503 unavailable_shards_exception"),
                        Delivery.retry("409 version_conflict_engine_exception"),
                        Delivery.retry("403 cluster_block_exception"),
                        Delivery.retry("404 index_not_found_exception"));
        assertThat(requests.getFirst()).contains("/keywatch-findings/_bulk").contains("require_alias=true");
    }

    @Test
    void dropsNothingWhenItMayNotWrite() {
        for (int status : new int[] {401, 403}) {
            whole = body -> status;
            assertThat(deliver(1 << 20, "a", "b")).containsOnly(Delivery.retry(status + " unnamed"));
            assertThat(bodies).hasSize(1);
            bodies.clear();
        }
    }

    @Test
    void saysWhyItIsNotReady() {
        whole = body -> 401;
        try (OpenSearchSink sink = sink(1 << 20)) {
            assertThat(sink.prepare())
                    .isEqualTo(Readiness.notReady("opensearch answered 401 unnamed to index template"));
        }
    }

    @Test
    void waitsForAClusterThatIsDown() {
        server.stop(0);
        try (OpenSearchSink sink = sink(1 << 20)) {
            assertThat(sink.prepare()).isInstanceOf(Readiness.NotReady.class);
            assertThat(sink.deliver(List.of(TestFindings.exposure("a", 1))).getFirst())
                    .isInstanceOf(Delivery.Retryable.class);
        }
    }

    @Test
    void waitsForAClusterThatIsOverloaded() {
        for (int status : new int[] {429, 500, 502, 503, 504}) {
            whole = body -> status;
            assertThat(deliver(1 << 20, "a")).containsExactly(Delivery.retry(status + " unnamed"));
        }
    }

    @Test
    void findsTheOneItemThatMakesABulkTooLarge() {
        whole = body -> body.contains("\"huge\"") ? 413 : 200;
        assertThat(deliver(1 << 20, "a", "b", "huge", "d"))
                .containsExactly(
                        Delivery.delivered(),
                        Delivery.delivered(),
                        Delivery.reject(413, "unnamed"),
                        Delivery.delivered());
    }

    @Test
    void keepsEveryBulkWithinItsBytes() {
        int two = BulkItem.of(0, TestFindings.exposure("a", 1)).bytes()
                + BulkItem.of(0, TestFindings.exposure("b", 1)).bytes();
        for (int limit : new int[] {two - 1, two, two + 1}) {
            bodies.clear();
            assertThat(deliver(limit, "a", "b")).containsOnly(Delivery.delivered());
            assertThat(bodies).hasSize(limit < two ? 2 : 1);
        }
    }

    @Test
    void sendsTriageOnlyAsWhatANewDocumentStartsWith() {
        deliver(1 << 20, "a");
        String[] lines = bodies.getFirst().split("\n");
        assertThat(lines).hasSize(2);
        assertThat(lines[1])
                .contains("\"upsert\":{\"triage\":{\"status\":\"New\"}}")
                .contains("\"scripted_upsert\":true");
    }

    private List<Delivery> deliver(int maxBulkBytes, String... ids) {
        List<Finding> batch = new ArrayList<>();
        for (String id : ids) {
            batch.add(TestFindings.exposure(id, 1));
        }
        try (OpenSearchSink sink = sink(maxBulkBytes)) {
            return sink.deliver(batch);
        }
    }

    private OpenSearchSink sink(int maxBulkBytes) {
        return new OpenSearchSink(OpenSearchConnection.open(settings), settings.alias(), maxBulkBytes);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        bodies.add(body);
        requests.add(exchange.getRequestURI().toString());
        int status = whole.apply(body);
        byte[] answer = (status == 200 ? items(body) : "{\"error\":{\"type\":\"test_exception\"},\"status\":1}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private String items(String body) {
        StringBuilder items = new StringBuilder("{\"errors\":true,\"items\":[");
        String[] lines = body.split("\n");
        for (int i = 0; i < lines.length; i += 2) {
            String id = lines[i].replaceAll(".*\"_id\":\"([^\"]+)\".*", "$1");
            Item one = item.apply(id);
            items.append(i == 0 ? "" : ",")
                    .append("{\"update\":{\"_id\":\"x\",\"status\":")
                    .append(one.status());
            if (!one.error().isEmpty()) {
                items.append(",\"error\":{\"type\":\"").append(one.error()).append("\",\"reason\":\"quotes it\"}");
            }
            items.append("}}");
        }
        return items.append("]}").toString();
    }
}
