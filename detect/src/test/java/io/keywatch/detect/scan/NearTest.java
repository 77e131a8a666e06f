package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.check.Forge;
import io.keywatch.detect.scan.rule.RuleReader;
import io.keywatch.schemas.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A word that has to stand near a value stands within so many bytes of it, whole. */
class NearTest {
    private static final int REACH = 40;
    private static final Random RANDOM = new Random(13);

    @ParameterizedTest
    @ValueSource(strings = {"acmecorp", "AcmeCorp", "ACMECORP", "acme_co"})
    void reachesToTheLastByteOfTheWordOnEitherSide(String word) throws IOException {
        Scanner scanner = scanner();
        for (int gap = REACH - word.length() - 1; gap <= REACH - word.length() + 1; gap++) {
            boolean within = gap + word.length() <= REACH;
            String blank = " ".repeat(gap);
            assertThat(finds(scanner, word + blank + value()))
                    .as("%d bytes before", gap)
                    .isEqualTo(within);
            assertThat(finds(scanner, value() + blank + word))
                    .as("%d bytes after", gap)
                    .isEqualTo(within);
        }
    }

    @Test
    void reachesAcrossLines() throws IOException {
        assertThat(finds(scanner(), "acmecorp:\n  key:\n    " + value())).isTrue();
    }

    @Test
    void asksForTheWordAndNotForAPartOfIt() throws IOException {
        assertThat(finds(scanner(), "acme corp acmecor " + value())).isFalse();
    }

    @Test
    void doesNotTakeTheValueItselfForItsNeighbour() throws IOException {
        assertThat(finds(scanner(), "kwnear_acmecorp" + Forge.text(16, RANDOM))).isFalse();
    }

    private static boolean finds(Scanner scanner, String text) {
        return scanner.scan(Artifact.of("content", text.getBytes(StandardCharsets.US_ASCII))).matches().stream()
                .anyMatch(match -> match.rule().id().equals("near"));
    }

    private static String value() {
        return "kwnear_" + Forge.text(24, RANDOM);
    }

    private static Scanner scanner() throws IOException {
        String json = "[{\"source\": \"test\", \"rules\": [{\"id\": \"near\", \"name\": \"near\", \"pattern\":"
                + " \"kwnear_[A-Za-z0-9]{24}\", \"near\": [\"acmecorp\", \"acme_co\"], \"nearBytes\": " + REACH
                + "}]}]";
        return Scanner.create(
                RuleSet.of(RuleReader.read("test", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))),
                Fingerprint.ephemeral(),
                ScanLimits.DEFAULTS);
    }
}
