package io.keywatch.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry on loopback that speaks as much of the Confluent REST API as the genuine client uses with Avro. Its
 * folder keeps schemas, ids, levels and the port. One process per folder.
 */
public final class SchemaRegistryServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistryServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    // the largest schema of the contract has 20 kB
    private static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;

    private final SchemaRegistryApi api;
    private final ReentrantLock lock = new ReentrantLock();
    private final HttpServer http;

    private SchemaRegistryServer(Path dataFolder) throws IOException {
        this.api = new SchemaRegistryApi(RegisteredSchemas.open(dataFolder));
        this.http = LoopbackHttp.serve(new StickyPorts(dataFolder).port("registry"), this::handle);
    }

    public static SchemaRegistryServer start(Path dataFolder) throws IOException {
        return new SchemaRegistryServer(dataFolder);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            RegistryAnswer answer;
            lock.lock();
            try {
                answer = answer(exchange);
            } catch (JsonProcessingException e) {
                answer = RegistryAnswer.invalidSchema("the request is not JSON");
            } catch (IOException | RuntimeException e) {
                LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
                answer = RegistryAnswer.failed("Error in the backend data store: " + e.getMessage());
            } finally {
                lock.unlock();
            }
            byte[] body = JSON.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private RegistryAnswer answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String rawPath = exchange.getRequestURI().getRawPath();
        List<String> path = Arrays.stream(rawPath.split("/"))
                .filter(part -> !part.isEmpty())
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .toList();
        byte[] sent = exchange.getRequestBody().readNBytes(MAX_REQUEST_BYTES);
        JsonNode body = sent.length == 0 ? MissingNode.getInstance() : JSON.readTree(sent);
        String area = path.isEmpty() ? "" : path.getFirst();
        List<String> rest = path.isEmpty() ? path : path.subList(1, path.size());
        Optional<RegistryAnswer> answer = switch (area) {
            case "" -> Optional.of(RegistryAnswer.ok(List.of()));
            case "subjects" -> subjects(method, rest, body, exchange);
            case "schemas" -> schemas(method, rest, exchange);
            case "compatibility" -> compatibility(method, rest, body, exchange);
            case "config" -> config(method, rest, body, exchange);
            case "mode" -> mode(method);
            case "contexts" -> Optional.of(RegistryAnswer.ok(List.of(".")));
            default -> Optional.empty();
        };
        return answer.orElseGet(() -> RegistryAnswer.notServed(method, rawPath));
    }

    private Optional<RegistryAnswer> subjects(String method, List<String> path, JsonNode body, HttpExchange exchange)
            throws IOException {
        boolean deleted = isSet(exchange, "deleted");
        boolean permanent = isSet(exchange, "permanent");
        String subject = path.isEmpty() ? "" : path.getFirst();
        if (path.size() >= 2 && !path.get(1).equals("versions")) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (method + path.size()) {
                    case "GET0" -> api.subjects(deleted);
                    case "POST1" -> api.lookUp(subject, body, deleted);
                    case "DELETE1" -> api.deleteSubject(subject, permanent);
                    case "GET2" -> api.versions(subject, deleted);
                    case "POST2" -> api.register(subject, body);
                    case "GET3" -> api.version(subject, path.get(2), deleted);
                    case "DELETE3" -> api.deleteVersion(subject, path.get(2), permanent);
                    default -> null;
                });
    }

    private Optional<RegistryAnswer> schemas(String method, List<String> path, HttpExchange exchange) {
        if (!method.equals("GET")) {
            return Optional.empty();
        }
        if (path.equals(List.of("types"))) {
            return Optional.of(RegistryAnswer.ok(List.of("AVRO")));
        }
        if (path.size() == 2 && path.getFirst().equals("ids")) {
            return Optional.of(api.schema(path.get(1), isSet(exchange, "fetchMaxId")));
        }
        if (path.size() == 3 && path.getFirst().equals("ids") && path.get(2).equals("versions")) {
            return Optional.of(api.usesOf(path.get(1), isSet(exchange, "deleted")));
        }
        return Optional.empty();
    }

    private Optional<RegistryAnswer> compatibility(
            String method, List<String> path, JsonNode body, HttpExchange exchange) {
        boolean served = method.equals("POST")
                && (path.size() == 3 || path.size() == 4)
                && path.getFirst().equals("subjects")
                && path.get(2).equals("versions");
        if (!served) {
            return Optional.empty();
        }
        Optional<String> version = path.size() == 4 ? Optional.of(path.get(3)) : Optional.empty();
        return Optional.of(api.compatibility(path.get(1), version, body, isSet(exchange, "verbose")));
    }

    private Optional<RegistryAnswer> config(String method, List<String> path, JsonNode body, HttpExchange exchange)
            throws IOException {
        String subject = path.isEmpty() ? RegisteredSchemas.GLOBAL : path.getFirst();
        return Optional.ofNullable(
                switch (method + path.size()) {
                    case "GET0" -> api.globalLevel();
                    case "GET1" -> api.level(subject, isSet(exchange, "defaultToGlobal"));
                    case "PUT0", "PUT1" -> api.setLevel(subject, body);
                    case "DELETE0", "DELETE1" -> api.removeLevel(subject);
                    default -> null;
                });
    }

    private static Optional<RegistryAnswer> mode(String method) {
        return method.equals("GET") ? Optional.of(RegistryAnswer.ok(Map.of("mode", "READWRITE"))) : Optional.empty();
    }

    private static boolean isSet(HttpExchange exchange, String parameter) {
        String query = exchange.getRequestURI().getQuery();
        return query != null && Arrays.asList(query.split("&")).contains(parameter + "=true");
    }
}
