package io.keywatch.detect.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.Artifact;
import io.keywatch.detect.scan.Match;
import io.keywatch.detect.scan.RuleSet;
import io.keywatch.detect.scan.ScanLimits;
import io.keywatch.detect.scan.ScanOutcome;
import io.keywatch.detect.scan.Scanner;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** What holds for a scan of anything. */
final class Invariants {
    /**
     * A password that seeds and texts carry, twenty characters that no rule knows. No outcome may show it but in the name
     * of a member of whose contents none tells that it is one.
     */
    static final String CANARY = "vQ7-canary-zL4p_Kw9x";

    private static final long MIB = 1024L * 1024;

    /**
     * Small, so that an input which asks for memory is over the limit soon, and one round stays short. No limit of time:
     * on a busy machine it would come in one scan and not in the next; {@link Cost} counts time of the processor.
     */
    private static final ScanLimits LIMITS =
            new ScanLimits(MIB, 4 * MIB, 100, 100, 3, 2 * MIB, 1000, Duration.ofDays(1));

    private static final Fingerprint FINGERPRINT = Fingerprint.ephemeral();
    private static final Scanner SCANNER = Scanner.create(RuleSet.builtin(), FINGERPRINT, LIMITS);
    private static final String PRINT = FINGERPRINT.of(Secret.of(CANARY));

    private Invariants() {}

    static void holdFor(String name, byte[] content) {
        holdFor(new Artifact(name, content, Map.of()));
    }

    static void holdFor(Artifact artifact) {
        byte[] before = artifact.content().clone();
        ScanOutcome outcome = SCANNER.scan(artifact);
        if (!SCANNER.scan(artifact).equals(outcome)) {
            throw new AssertionError("the second scan found something else");
        }
        assertThat(Arrays.equals(before, artifact.content()))
                .as("content is unchanged")
                .isTrue();
        boolean found =
                outcome.matches().stream().anyMatch(match -> match.fingerprint().equals(PRINT));
        String shown = found
                ? outcome.toString()
                : outcome.toString().replaceAll("(?s)archivePath=.*?, startLine=", "startLine=");
        if (shown.contains(CANARY)) {
            throw new AssertionError("an outcome shows a value");
        }
        outcome.matches().forEach(match -> place(match, artifact.content()));
    }

    private static void place(Match match, byte[] content) {
        assertThat(match.confidence()).isBetween(0.0, 1.0);
        assertThat(match.startLine()).isPositive();
        assertThat(match.endLine()).isGreaterThanOrEqualTo(match.startLine());
        assertThat(match.startColumn()).isPositive();
        assertThat(match.endColumn()).isPositive();
        if (match.startLine() == match.endLine()) {
            assertThat(match.endColumn()).isGreaterThan(match.startColumn());
        }
        assertThat(match.startByte()).isNotNegative();
        assertThat(match.endByte()).isGreaterThan(match.startByte());
        if (match.archivePath() == null) {
            assertThat(match.endByte()).isLessThanOrEqualTo(content.length);
            assertThat(match.endLine()).isLessThanOrEqualTo(content.length + 1);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
