package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywatch.detect.scan.check.Forge;
import io.keywatch.detect.scan.rule.RuleReader;
import io.keywatch.schemas.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Parts that must stand together do, or are nothing. */
class CompanionsTest {
    private static final Random RANDOM = new Random(11);

    @Test
    void keepsAPartOnlyWithinSoManyLinesOfTheOther() throws IOException {
        Scanner scanner = scanner("\"requires\": \"id\", \"withinLines\": 3");
        for (int lines = 2; lines <= 4; lines++) {
            String gap = "\n".repeat(lines);
            assertThat(ids(scanner, id() + gap + secret())).hasSize(lines <= 3 ? 2 : 1);
            assertThat(ids(scanner, secret() + gap + id())).hasSize(lines <= 3 ? 2 : 1);
        }
        assertThat(ids(scanner, secret())).isEmpty();
        assertThat(ids(scanner, id())).containsExactly("id");
    }

    @Test
    void dropsWhatRequiresSomethingDropped() throws IOException {
        Scanner scanner = scanner(
                "\"requires\": \"id\", \"withinLines\": 1}, {\"id\": \"third\", \"name\": \"third\", \"pattern\":"
                        + " \"kwthd_[A-Za-z0-9]{24}\", \"requires\": \"secret\", \"withinLines\": 1");
        String third = "kwthd_" + Forge.text(24, RANDOM);
        assertThat(ids(scanner, secret() + "\n" + third)).isEmpty();
        assertThat(ids(scanner, id() + "\n" + secret() + "\n" + third))
                .containsExactlyInAnyOrder("id", "secret", "third");
    }

    @Test
    void refusesARuleThatRequiresItselfOrNobody() {
        assertThatThrownBy(() -> scanner("\"requires\": \"secret\"")).hasMessageContaining("secret");
        assertThatThrownBy(() -> scanner("\"requires\": \"nobody\"")).hasMessageContaining("unknown rule");
    }

    private static String id() {
        return "kwidn_" + Forge.text(20, RANDOM);
    }

    private static String secret() {
        return "kwsec_" + Forge.text(24, RANDOM);
    }

    private static Scanner scanner(String more) throws IOException {
        String json = "[{\"source\": \"test\", \"rules\": [{\"id\": \"id\", \"name\": \"id\", \"pattern\":"
                + " \"kwidn_[A-Za-z0-9]{20}\"}, {\"id\": \"secret\", \"name\": \"secret\", \"pattern\":"
                + " \"kwsec_[A-Za-z0-9]{24}\", " + more + "}]}]";
        return Scanner.create(
                RuleSet.of(RuleReader.read("test", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))),
                Fingerprint.ephemeral(),
                ScanLimits.DEFAULTS);
    }

    private static List<String> ids(Scanner scanner, String text) {
        return scanner.scan(Artifact.of("content", text.getBytes(StandardCharsets.UTF_8))).matches().stream()
                .map(m -> m.rule().id())
                .toList();
    }
}
