package io.keywatch.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A reverse proxy in front of S3 (or any other stand-in that does not check signatures) that fails as told. Path and
 * query go on as they came; {@code Host} does not.
 */
public final class FaultProxy implements AutoCloseable {
    // what belongs to one connection, and what java.net.http insists on setting itself
    private static final Set<String> NOT_PASSED_ON =
            Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade", "date");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int BUFFER = 16 * 1024;

    private record Order(Predicate<String> request, Fault fault, int times) {}

    private final URI target;
    private final List<Order> orders = new ArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final HttpServer server;

    private FaultProxy(URI target, int port) throws IOException {
        this.target = target;
        this.server = LoopbackHttp.serve(port, this::handle);
    }

    public static FaultProxy inFrontOf(URI target) throws IOException {
        return new FaultProxy(target, 0);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * Fails the next requests whose line contains the text, such as {@code GET /bucket/key}: the first order that fits
     * counts, a negative number of times is for ever.
     */
    public void fail(String requestPart, Fault fault, int times) {
        synchronized (orders) {
            orders.add(new Order(line -> line.contains(requestPart), fault, times));
        }
    }

    public void stopFailing() {
        synchronized (orders) {
            orders.clear();
        }
    }

    /** Method, path and query of everything that came, in order of arrival. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(line);
        try (exchange) {
            OptionalLong cutAfter = OptionalLong.empty();
            switch (take(line).orElse(null)) {
                case Fault.Refuse refusal -> {
                    refuse(exchange, refusal);
                    return;
                }
                case Fault.Delay(var by) -> Thread.sleep(by);
                case Fault.CutAfter(var bytes) -> cutAfter = OptionalLong.of(bytes);
                case null -> {}
            }
            HttpResponse<InputStream> answer =
                    client.send(forwarded(exchange), HttpResponse.BodyHandlers.ofInputStream());
            passOn(answer, exchange, cutAfter);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Fault> take(String line) {
        synchronized (orders) {
            for (int i = 0; i < orders.size(); i++) {
                Order order = orders.get(i);
                if (order.request().test(line)) {
                    if (order.times() == 1) {
                        orders.remove(i);
                    } else if (order.times() > 1) {
                        orders.set(i, new Order(order.request(), order.fault(), order.times() - 1));
                    }
                    return Optional.of(order.fault());
                }
            }
            return Optional.empty();
        }
    }

    private static void refuse(HttpExchange exchange, Fault.Refuse refusal) throws IOException {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        byte[] body = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + refusal.code()
                        + "</Code><Message>told to fail</Message><RequestId>0</RequestId></Error>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.getResponseHeaders().set("x-amz-request-id", "0");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(refusal.status(), head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private HttpRequest forwarded(HttpExchange exchange) {
        // resolved by hand: a key may hold what java.net.URI would read as another path
        URI uri = URI.create(target + exchange.getRequestURI().toString());
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        boolean chunked = exchange.getRequestHeaders().containsKey("Transfer-Encoding");
        HttpRequest.BodyPublisher body = BodyPublishers.noBody();
        if (chunked) {
            body = BodyPublishers.ofInputStream(exchange::getRequestBody);
        } else if (length != null && !length.equals("0")) {
            body = BodyPublishers.fromPublisher(
                    BodyPublishers.ofInputStream(exchange::getRequestBody), Long.parseLong(length));
        }
        var request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).method(exchange.getRequestMethod(), body);
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static void passOn(HttpResponse<InputStream> answer, HttpExchange exchange, OptionalLong cutAfter)
            throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        OptionalLong length = answer.headers().firstValueAsLong("content-length");
        boolean empty = exchange.getRequestMethod().equals("HEAD")
                || answer.statusCode() == 204
                || answer.statusCode() == 304
                || length.orElse(-1) == 0;
        try (InputStream body = answer.body()) {
            if (empty) {
                length.ifPresent(bytes -> exchange.getResponseHeaders().set("Content-Length", Long.toString(bytes)));
                exchange.sendResponseHeaders(answer.statusCode(), -1);
                return;
            }
            // 0 stands for chunked here
            exchange.sendResponseHeaders(answer.statusCode(), length.orElse(0));
            OutputStream out = exchange.getResponseBody();
            if (cutAfter.isEmpty()) {
                body.transferTo(out);
                return;
            }
            copy(body, out, cutAfter.getAsLong());
            out.flush();
            // less than announced: the server breaks the connection
            throw new IOException("cut as told");
        }
    }

    private static void copy(InputStream in, OutputStream out, long bytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long left = bytes;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return;
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }
}
