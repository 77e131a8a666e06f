package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.exposed;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.ExposureKind;
import io.keywatch.schemas.v1.ExposureState;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.VaultValue;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same fingerprint in the vault and elsewhere. */
class ManagedValueTest {
    private static final String EXPOSED = "posture.managed-value-exposed";
    private static final String SHARED = "posture.value-in-two-secrets";
    private static final String PRINT = "k1:" + "cd".repeat(16);
    private static final String OTHER = "k1:" + "ef".repeat(16);

    private final TwoWays ways = new TwoWays();

    @AfterEach
    void stop() {
        ways.close();
    }

    @Test
    void tellsOfAValueThatStandsOutsideTheVault() {
        ways.send(found(PRINT, ExposureState.OPEN, 0));
        ways.send(held("shop/db", PRINT, true));

        assertThat(ways.findings(EXPOSED)).singleElement().satisfies(finding -> {
            assertThat(finding.getSeverity()).isEqualTo(Severity.HIGH);
            assertThat(finding.getResources()).hasSize(2);
            assertThat(finding.getExplanation()).contains("secret:shop/db", "bucket/config.txt");
            assertThat(finding.toString()).doesNotContain(PRINT);
        });
    }

    @Test
    void comparesFingerprintsAndNothingElse() {
        ways.send(found(OTHER, ExposureState.OPEN, 0));
        ways.send(held("shop/db", PRINT, true));

        assertThat(ways.findings(EXPOSED)).isEmpty();
    }

    @Test
    void resolvesWhenTheSecretHasAnotherValueAndWhenTheTextIsGone() {
        ways.send(held("shop/db", PRINT, true));
        ways.send(found(PRINT, ExposureState.OPEN, 0));
        ways.send(held("shop/db", PRINT, false));
        assertThat(ways.findings(EXPOSED)).extracting(Finding::getState).containsExactly(FindingState.RESOLVED);
        ways.send(held("shop/db", PRINT, true));
        assertThat(ways.findings(EXPOSED)).extracting(Finding::getState).containsExactly(FindingState.OPEN);
        ways.send(found(PRINT, ExposureState.GONE, 5));

        assertThat(ways.findings(EXPOSED)).extracting(Finding::getState).containsExactly(FindingState.RESOLVED);
    }

    @Test
    void tellsOfOneValueInTwoSecretsUntilOneIsRotated() {
        ways.send(held("shop/db", PRINT, true));
        assertThat(ways.findings(SHARED)).isEmpty();
        ways.send(held("bank/db", PRINT, true));
        assertThat(ways.findings(SHARED))
                .singleElement()
                .satisfies(finding -> assertThat(finding.getResources()).hasSize(2));
        ways.send(held("bank/db", PRINT, false));

        assertThat(ways.findings(SHARED)).extracting(Finding::getState).containsExactly(FindingState.RESOLVED);
    }

    private static Exposure found(String print, ExposureState state, int hour) {
        Instant at = Calls.MORNING.plus(Duration.ofHours(hour));
        return Exposure.newBuilder(exposed(Calls.KEY, Calls.MORNING))
                .setId(print + "@bucket/config.txt")
                .setKind(ExposureKind.FINGERPRINT)
                .setAccessKeyId(null)
                .setFingerprint(print)
                .setLastSeen(at)
                .setState(state)
                .build();
    }

    private static VaultValue held(String secret, String print, boolean current) {
        return VaultValue.newBuilder()
                .setSecretArn("arn:aws:secretsmanager:eu-central-1:" + Calls.ACCOUNT + ":secret:" + secret)
                .setAccountId(Calls.ACCOUNT)
                .setFingerprint(print)
                .setSeenAt(Calls.MORNING)
                .setCurrent(current)
                .build();
    }
}
