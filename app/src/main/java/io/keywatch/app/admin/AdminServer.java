package io.keywatch.app.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keywatch.app.settings.AdminSettings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * {@code /healthz} answers as long as the process does, {@code /readyz} says which part is not ready and why (503),
 * {@code /metrics} is in Prometheus' text format. No authentication: listens on loopback unless told otherwise.
 */
public final class AdminServer implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String JSON_TYPE = "application/json";
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final URI address;

    private AdminServer(HttpServer server, String host) {
        this.server = server;
        this.address = URI.create("http://" + host + ":" + server.getAddress().getPort());
    }

    /** Serves at once. */
    public static AdminServer start(
            AdminSettings settings, PrometheusMeterRegistry metrics, Supplier<Readiness> readiness) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), 0);
        AdminServer admin = new AdminServer(server, settings.host());
        server.setExecutor(admin.threads);
        server.createContext(
                "/healthz", exchange -> answer(exchange, "/healthz", 200, JSON_TYPE, "{\"alive\":true}\n"));
        server.createContext("/readyz", exchange -> {
            Readiness now = readiness.get();
            answer(exchange, "/readyz", now.isReady() ? 200 : 503, JSON_TYPE, json(now));
        });
        server.createContext("/metrics", exchange -> answer(exchange, "/metrics", 200, METRICS_TYPE, metrics.scrape()));
        server.start();
        return admin;
    }

    public URI address() {
        return address;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, String path, int status, String type, String body)
            throws IOException {
        try (exchange) {
            boolean known = exchange.getRequestURI().getPath().equals(path);
            boolean readOnly = switch (exchange.getRequestMethod()) {
                case "GET", "HEAD" -> true;
                default -> false;
            };
            if (!known || !readOnly) {
                exchange.sendResponseHeaders(known ? 405 : 404, -1);
                return;
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String json(Readiness readiness) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeBooleanField("ready", readiness.isReady());
            json.writeObjectFieldStart("parts");
            for (Map.Entry<String, Optional<String>> part : readiness.parts().entrySet()) {
                json.writeObjectFieldStart(part.getKey());
                json.writeBooleanField("ready", part.getValue().isEmpty());
                if (part.getValue().isPresent()) {
                    json.writeStringField("reason", part.getValue().get());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return bytes.toString(StandardCharsets.UTF_8) + "\n";
    }
}
