package io.keywatch.app.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywatch.detect.sigma.SigmaRuleSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRulesTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        write("a.yml", rule("a", "StopLogging"));
    }

    @Test
    void swapsTheRulesWhenAFileChangesComesOrGoes() throws IOException {
        try (LiveRules rules = new LiveRules(List.of(folder), loaded(), metrics)) {
            rules.look();
            assertThat(rules.get().rules()).hasSize(1);
            assertThat(loads("swapped")).isZero();

            write("deeper/b.yml", rule("b", "DeleteTrail"));
            rules.look();
            assertThat(rules.get().rules()).hasSize(2);

            write("a.yml", rule("a", "DeleteDetector"));
            rules.look();
            assertThat(rules.get().rules()).hasSize(2);
            assertThat(loads("swapped")).isEqualTo(2);

            Files.delete(folder.resolve("a.yml"));
            rules.look();
            assertThat(rules.get().rules())
                    .singleElement()
                    .satisfies(rule -> assertThat(rule.header().title()).isEqualTo("b"));
        }
    }

    @Test
    void keepsWhatIsInForceWhileARuleDoesNotLoad() throws IOException {
        try (LiveRules rules = new LiveRules(List.of(folder), loaded(), metrics)) {
            SigmaRuleSet before = rules.get();
            write("b.yml", rule("b", "DeleteTrail").replace(": selection", ": absent"));
            rules.look();
            rules.look();
            assertThat(rules.get()).isSameAs(before);
            assertThat(loads("refused")).isEqualTo(1);

            write("b.yml", rule("b", "DeleteTrail"));
            rules.look();
            assertThat(rules.get().rules()).hasSize(2);
        }
    }

    @Test
    void keepsWhatIsInForceWhenTheFolderIsGone() throws IOException {
        try (LiveRules rules = new LiveRules(List.of(folder), loaded(), metrics)) {
            Files.delete(folder.resolve("a.yml"));
            Files.delete(folder);
            rules.look();

            assertThat(rules.get().rules()).hasSize(1);
            assertThat(loads("refused")).isEqualTo(1);
        }
    }

    @Test
    void looksOfItself() throws IOException {
        try (LiveRules rules = LiveRules.start(List.of(folder), loaded(), Duration.ofMillis(20), metrics)) {
            write("b.yml", rule("b", "DeleteTrail"));

            await().untilAsserted(() -> assertThat(rules.get().rules()).hasSize(2));
        }
    }

    private SigmaRuleSet loaded() {
        return UserRules.load(List.of(folder)).ruleSet();
    }

    private double loads(String outcome) {
        return metrics.counter("keywatch.rules.loads", "outcome", outcome).count();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String rule(String title, String event) {
        return """
            title: %s
            id: %s
            status: stable
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection: {eventName: %s}
              condition: selection
            """.formatted(title, title, event);
    }
}
