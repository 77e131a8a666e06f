package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exposed and not revoked: the watch. */
class RevocationTest {
    private static final String RULE = "posture.exposed-not-revoked";
    private static final String PRINT = "k1:" + "ab".repeat(16);

    private final TwoWays ways = new TwoWays();

    @AfterEach
    void stop() {
        ways.close();
    }

    @Test
    void waitsADayThenTellsThenEscalates() {
        ways.send(exposed(Calls.KEY, Calls.MORNING));
        pass(Duration.ofHours(25));
        assertThat(ways.findings(RULE)).isEmpty();
        pass(Duration.ofHours(27));
        assertThat(ways.findings(RULE)).extracting(Finding::getSeverity).containsExactly(Severity.MEDIUM);
        pass(Duration.ofHours(75));
        assertThat(ways.findings(RULE)).extracting(Finding::getSeverity).containsExactly(Severity.HIGH);
        pass(Duration.ofHours(171));
        assertThat(ways.findings(RULE)).extracting(Finding::getSeverity).containsExactly(Severity.CRITICAL);
    }

    @Test
    void staysOpenWhenOnlyTheTextIsGone() {
        ways.send(exposed(Calls.KEY, Calls.MORNING));
        ways.send(Exposure.newBuilder(exposed(Calls.KEY, Calls.MORNING))
                .setState(ExposureState.GONE)
                .build());
        pass(Duration.ofHours(27));

        assertThat(ways.findings(RULE)).extracting(Finding::getState).containsExactly(FindingState.OPEN);
    }

    @Test
    void staysSilentWhenTheKeyIsRevokedWithinTheDay() {
        ways.send(exposed(Calls.KEY, Calls.MORNING));
        ways.send(revoke().after(Duration.ofHours(3)).make());
        pass(Duration.ofDays(2));

        assertThat(ways.findings(RULE)).isEmpty();
    }

    @Test
    void resolvesWhenTheKeyIsMadeInactiveAndReopensWhenItIsMadeActive() {
        ways.send(exposed(Calls.KEY, Calls.MORNING));
        pass(Duration.ofHours(27));
        ways.send(revoke().after(Duration.ofHours(28)).make());
        assertThat(ways.findings(RULE)).extracting(Finding::getState).containsExactly(FindingState.RESOLVED);
        ways.send(revoke().with("status", "Active").after(Duration.ofHours(29)).make());

        assertThat(ways.findings(RULE)).extracting(Finding::getState).containsExactly(FindingState.OPEN);
    }

    @Test
    void watchesAValueThatASecretHoldsUntilItHoldsAnother() {
        ways.send(value());
        ways.send(held(true, 1));
        pass(Duration.ofHours(27));
        assertThat(ways.findings(RULE)).extracting(Finding::getState).containsExactly(FindingState.OPEN);
        ways.send(held(false, 30));

        assertThat(ways.findings(RULE)).extracting(Finding::getState).containsExactly(FindingState.RESOLVED);
    }

    @Test
    void doesNotWatchWhatNobodyCanSeeRevoked() {
        ways.send(value());
        pass(Duration.ofDays(9));

        assertThat(ways.findings(RULE)).isEmpty();
    }

    private void pass(Duration sinceMorning) {
        ways.send(call("s3", "ListBuckets")
                .by("bob")
                .withKey("AKIA" + "BOB")
                .after(sinceMorning)
                .make());
    }

    private static Calls revoke() {
        return call("iam", "UpdateAccessKey")
                .by("admin")
                .withKey("ASIA" + "ADMIN")
                .with("userName", "alice")
                .with("accessKeyId", Calls.KEY)
                .with("status", "Inactive");
    }

    private static Exposure value() {
        return Exposure.newBuilder(exposed(Calls.KEY, Calls.MORNING))
                .setId(PRINT + "@bucket/config.txt")
                .setKind(ExposureKind.FINGERPRINT)
                .setAccessKeyId(null)
                .setFingerprint(PRINT)
                .build();
    }

    private static VaultValue held(boolean current, int hour) {
        return VaultValue.newBuilder()
                .setSecretArn("arn:aws:secretsmanager:eu-central-1:" + Calls.ACCOUNT + ":secret:shop/db")
                .setFingerprint(PRINT)
                .setSeenAt(Calls.MORNING.plus(Duration.ofHours(hour)))
                .setCurrent(current)
                .build();
    }
}
