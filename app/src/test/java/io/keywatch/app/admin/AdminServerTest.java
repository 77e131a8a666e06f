package io.keywatch.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.app.settings.AdminSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AdminServerTest {
    private final Metrics metrics = new Metrics();
    private final AtomicReference<Readiness> readiness = new AtomicReference<>(new Readiness(Map.of()));
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        server = AdminServer.start(new AdminSettings("127.0.0.1", 0), metrics.registry(), readiness::get);
    }

    @AfterEach
    void stop() {
        server.close();
        metrics.close();
    }

    @Test
    void saysWhichPartIsNotReadyAndWhy() throws Exception {
        readiness.set(new Readiness(Map.of(
                "keywatch-scan", Optional.empty(), "keywatch-access", Optional.of("the application is REBALANCING"))));

        HttpResponse<String> answer = get("/readyz");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .isEqualToIgnoringNewLines("{\"ready\":false,\"parts\":{\"keywatch-access\":{\"ready\":false,"
                        + "\"reason\":\"the application is REBALANCING\"},\"keywatch-scan\":{\"ready\":true}}}");
    }

    @Test
    void isReadyWhenEveryPartIs() throws Exception {
        readiness.set(new Readiness(Map.of("keywatch-scan", Optional.empty())));

        assertThat(get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void livesEvenWhenNotReady() throws Exception {
        readiness.set(new Readiness(Map.of("service", Optional.of("starting"))));

        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void givesMetricsForPrometheus() throws Exception {
        metrics.registry().counter("keywatch.things").increment();

        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(answer.body()).contains("keywatch_things_total 1.0", "jvm_memory_used_bytes");
    }

    @Test
    void knowsNothingElse() throws Exception {
        assertThat(get("/readyz/x").statusCode()).isEqualTo(404);
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = server.address().resolve(path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
