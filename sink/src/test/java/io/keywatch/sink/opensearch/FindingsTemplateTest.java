package io.keywatch.sink.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keywatch.sink.Readiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked of a cluster before the first finding, by what is there already. */
class FindingsTemplateTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Status and body by request line; everything else is 200. */
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    private final HttpServer server;
    private final OpenSearchConnection connection;
    private final FindingsTemplate template;

    FindingsTemplateTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        connection = OpenSearchConnection.open(OpenSearchSettings.of(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort())));
        template = new FindingsTemplate(connection, "keywatch-findings");
    }

    @AfterEach
    void stop() {
        connection.close();
        server.stop(0);
    }

    @Test
    void makesTheIndexBehindItsAliasOnAnEmptyCluster() {
        answers.put("GET /_alias/keywatch-findings", "404 alias_not_found");
        answers.put("GET /keywatch-findings", "404 index_not_found_exception");
        assertThat(template.prepare()).isEqualTo(Readiness.ready());
        assertThat(requests)
                .containsExactly(
                        "PUT /_index_template/keywatch-findings",
                        "GET /_alias/keywatch-findings",
                        "GET /keywatch-findings",
                        "PUT /keywatch-findings-000001");
    }

    @Test
    void completesTheMappingOfAnIndexThatIsThere() {
        assertThat(template.prepare()).isEqualTo(Readiness.ready());
        assertThat(requests).endsWith("PUT /keywatch-findings/_mapping").hasSize(3);
    }

    @Test
    void letsAnotherProcessBeFaster() {
        answers.put("GET /_alias/keywatch-findings", "404 alias_not_found");
        answers.put("GET /keywatch-findings", "404 index_not_found_exception");
        answers.put("PUT /keywatch-findings-000001", "400 resource_already_exists_exception");
        assertThat(template.prepare()).isEqualTo(Readiness.ready());
    }

    @Test
    void refusesAnIndexInThePlaceOfTheAlias() {
        answers.put("GET /_alias/keywatch-findings", "404 alias_not_found");
        assertThat(template.prepare())
                .isEqualTo(Readiness.notReady("keywatch-findings is an index; it must be an alias: rename the index"));
    }

    @Test
    void saysWhatTheClusterRefused() {
        answers.put("PUT /keywatch-findings/_mapping", "400 illegal_argument_exception");
        assertThat(template.prepare())
                .isEqualTo(Readiness.notReady("opensearch answered 400 illegal_argument_exception to mapping"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(line);
        String[] told = answers.getOrDefault(line, "200 none").split(" ");
        byte[] body = (told[0].equals("200") ? "{}" : "{\"error\":{\"type\":\"" + told[1] + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(Integer.parseInt(told[0]), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
