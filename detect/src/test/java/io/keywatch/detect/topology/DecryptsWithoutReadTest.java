package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** KMS tells of a decryption; did anybody read? */
class DecryptsWithoutReadTest {
    private static final String RULE = "access.decrypt-without-read";
    private static final Duration TOLERANCE = Duration.ofMinutes(2);

    private final TwoWays ways = new TwoWays();

    @AfterEach
    void stop() {
        ways.close();
    }

    @Test
    void notesADecryptionThatNoReadExplainsOnceLateEventsHaveHadTheirTime() {
        ways.send(decrypt("shop/db", true, Duration.ZERO));
        pass(Duration.ofHours(2));
        assertThat(ways.findings(RULE)).isEmpty();
        pass(Duration.ofHours(2).plusMinutes(6));

        assertThat(ways.findings(RULE)).extracting(Finding::getSeverity).containsExactly(Severity.INFORMATIONAL);
    }

    @Test
    void alertsWhenKmsWasAskedDirectly() {
        ways.send(decrypt("shop/db", false, Duration.ZERO));
        pass(Duration.ofHours(3));

        assertThat(ways.findings(RULE)).singleElement().satisfies(finding -> {
            assertThat(finding.getSeverity()).isEqualTo(Severity.MEDIUM);
            assertThat(finding.getResources().getFirst().getArn()).endsWith("secret:shop/db");
        });
    }

    @Test
    void isExplainedByAReadBeforeOrAfterAndHoweverLateItComes() {
        ways.send(readSecret("shop/db").make());
        ways.send(decrypt("shop/db", true, TOLERANCE));
        ways.send(decrypt("shop/mail", true, Duration.ofHours(1)));
        ways.send(call("s3", "ListBuckets").after(Duration.ofHours(2)).make());
        ways.send(readSecret("shop/mail")
                .after(Duration.ofHours(1).plus(TOLERANCE))
                .make());
        pass(Duration.ofHours(5));

        assertThat(ways.findings(RULE)).isEmpty();
    }

    @Test
    void isNotExplainedByAReadThatIsTooFarAway() {
        ways.send(readSecret("shop/db").make());
        ways.send(decrypt("shop/db", true, TOLERANCE.plusSeconds(31)));
        pass(Duration.ofHours(3));

        assertThat(ways.findings(RULE)).hasSize(1);
    }

    @Test
    void isExplainedByABatchThatNamesNoSecret() {
        ways.send(call("secretsmanager", "BatchGetSecretValue")
                .with("filters[0].key", "name")
                .with("filters[0].values[0]", "shop")
                .make());
        ways.send(decrypt("shop/db", true, Duration.ofSeconds(1)));
        ways.send(call("ssm", "GetParametersByPath")
                .with("path", "/shop")
                .with("withDecryption", "true")
                .after(Duration.ofHours(1))
                .make());
        ways.send(decrypt("shop/mail", true, Duration.ofHours(1)));
        pass(Duration.ofHours(5));

        assertThat(ways.findings(RULE)).isEmpty();
    }

    @Test
    void isNotExplainedBySomebodyElsesRead() {
        ways.send(readSecret("shop/db").by("bob").make());
        ways.send(decrypt("shop/db", true, Duration.ZERO));
        pass(Duration.ofHours(3));

        assertThat(ways.findings(RULE)).hasSize(1);
    }

    /** Time goes on with what the same principal reads. */
    private void pass(Duration sinceMorning) {
        ways.send(readSecret("clock").after(sinceMorning).make());
    }

    private static ApiCall decrypt(String secret, boolean throughService, Duration sinceMorning) {
        ApiCall call = call("kms", "Decrypt")
                .with(
                        "encryptionContext.SecretARN",
                        "arn:aws:secretsmanager:eu-central-1:" + Calls.ACCOUNT + ":secret:" + secret + "-AbCdEf")
                .after(sinceMorning)
                .make();
        call.getPrincipal().setInvokedBy(throughService ? "secretsmanager.amazonaws.com" : null);
        return call;
    }
}
