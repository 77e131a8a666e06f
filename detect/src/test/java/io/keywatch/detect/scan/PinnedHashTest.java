package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits and digests that pin a version stand next to the names of services whose tokens look the same. */
class PinnedHashTest {
    private static final Scanner ALL = Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  - uses: SonarSource/sonarqube-scan-action@%40s # v5",
                "  - uses: circleci/setup@%40s",
                "see https://github.com/DataDog/datadog-agent/commit/%40s",
                "image: getsentry/sentry@sha256:%64s",
                "FROM semgrep/semgrep@sha256:%64s",
                "gitea.example/x/y v0.0.0-20240101000000-%12s"
            })
    void isNoToken(String line) {
        Random random = new Random(3);
        int length = Integer.parseInt(line.replaceAll(".*%(\\d+)s.*", "$1"));
        StringBuilder hash = new StringBuilder();
        for (int i = 0; i < length; i++) {
            hash.append(Character.forDigit(random.nextInt(16), 16));
        }
        byte[] text = (line.replaceAll("%\\d+s", hash.toString()) + "\n").getBytes(StandardCharsets.US_ASCII);
        assertThat(ALL.scan(Artifact.of("ci.yml", text)).matches()).isEmpty();
    }
}
