package io.keywatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.keywatch.app.settings.SettingsFile;
import io.keywatch.app.settings.SettingsFile.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No Docker engine runs in the checks: what can be said of the files without one. */
final class ComposeFileTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final String PINNED = "[a-z0-9._/-]+:v?[0-9]+(\\.[0-9]+)+[A-Za-z0-9._-]*";

    private final Map<String, JsonNode> services = new TreeMap<>();
    private JsonNode compose;

    @BeforeEach
    void parse() throws IOException {
        compose = new YAMLMapper().readTree(Files.readAllBytes(REPOSITORY.resolve("docker-compose.yml")));
        compose.get("services").properties().forEach(entry -> services.put(entry.getKey(), entry.getValue()));
    }

    @Test
    void hasEverythingThatTheServiceTalksTo() {
        assertThat(services).containsOnlyKeys("kafka", "schema-registry", "opensearch", "dashboards", "keywatch");
    }

    @Test
    void everyImageIsPinnedAndEveryServiceTellsItsHealth() {
        assertThat(services).allSatisfy((name, service) -> {
            assertThat(service.path("image").asText()).as(name).matches(PINNED).doesNotContain("latest");
            assertThat(service.at("/healthcheck/test").isArray()).as(name).isTrue();
            assertThat(service.at("/healthcheck/retries").asInt()).as(name).isPositive();
        });
    }

    @Test
    void everyPortIsOnLoopback() {
        assertThat(services.values().stream().flatMap(service -> stream(service.path("ports"))))
                .isNotEmpty()
                .allSatisfy(port -> assertThat(port.asText()).matches("127\\.0\\.0\\.1:[0-9]+:[0-9]+"));
    }

    @Test
    void whatIsWaitedForAndMountedIsThere() {
        assertThat(services).allSatisfy((name, service) -> {
            service.path("depends_on").properties().forEach(dependency -> {
                assertThat(services).containsKey(dependency.getKey());
                assertThat(dependency.getValue().path("condition").asText()).isEqualTo("service_healthy");
            });
            stream(service.path("volumes")).map(JsonNode::asText).forEach(volume -> {
                String source = volume.substring(0, volume.indexOf(':'));
                if (source.startsWith(".")) {
                    assertThat(REPOSITORY.resolve(source)).as(name).isRegularFile();
                } else {
                    assertThat(compose.get("volumes").has(source)).as(volume).isTrue();
                }
            });
        });
    }

    @Test
    void theSettingsItMountsHaveNoProblems() {
        JsonNode keywatch = compose.at("/services/keywatch");
        assertThat(stream(keywatch.path("command")).map(JsonNode::asText))
                .containsExactly("run", "--config", "/etc/keywatch/keywatch.yaml");
        String mounted = stream(keywatch.path("volumes"))
                .map(JsonNode::asText)
                .filter(volume -> volume.contains(":/etc/keywatch/keywatch.yaml"))
                .map(volume -> volume.substring(0, volume.indexOf(':')))
                .findFirst()
                .orElseThrow();
        JsonNode environment = keywatch.get("environment");

        Outcome outcome = SettingsFile.read(
                REPOSITORY.resolve(mounted), name -> environment.has(name) ? "https://queue.example/1/" + name : null);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Valid.class, valid -> {
            assertThat(valid.settings().kafka().bootstrap())
                    .allSatisfy(broker -> assertThat(services).containsKey(broker.split(":")[0]));
            assertThat(services).containsKey(valid.settings().registry().url().getHost());
            assertThat(valid.settings().sinks().openSearch().orElseThrow().nodes())
                    .allSatisfy(node -> assertThat(services).containsKey(node.getHost()));
            assertThat(valid.settings().topics().replication()).isEqualTo(1);
        });
    }

    @Test
    void theImageIsBuiltFromPinnedOnes() throws IOException {
        List<String> from = Files.readAllLines(REPOSITORY.resolve("Dockerfile")).stream()
                .filter(line -> line.startsWith("FROM "))
                .toList();

        assertThat(from)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).matches("FROM eclipse-temurin:25-(jdk|jre)-[a-z]+( AS build)?"));
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return list.valueStream();
    }
}
