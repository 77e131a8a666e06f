package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A right is given and then used for the first time. */
class WidenedThenReadTest {
    private static final String RULE = "access.widened-then-read";
    private static final String SHOP = "arn:aws:iam::" + Calls.ACCOUNT + ":role/shop";

    private final TwoWays ways = new TwoWays();

    @AfterEach
    void stop() {
        ways.close();
    }

    @Test
    void notesTheFirstReadOfANewGranteeAsEveryDeploymentMakesOne() {
        send(
                widens("shop/db", SHOP),
                readSecret("shop/db").byRole("shop", "run").after(hours(3)));

        assertThat(ways.findings(RULE)).singleElement().satisfies(finding -> {
            assertThat(finding.getSeverity()).isEqualTo(Severity.INFORMATIONAL);
            assertThat(finding.getFacts())
                    .containsEntry("change", "PutResourcePolicy")
                    .containsEntry("same", "no");
            assertThat(finding.getEvidence()).hasSize(2);
        });
    }

    @Test
    void alertsWhenTheRightWasGivenToOneself() {
        send(
                widens("shop/db", "arn:aws:iam::" + Calls.ACCOUNT + ":user/alice"),
                readSecret("shop/db").after(hours(1)));

        assertThat(ways.findings(RULE)).extracting(Finding::getSeverity).containsExactly(Severity.MEDIUM);
    }

    @Test
    void alertsWhenThePersonGivesItToARoleAndReadsThroughIt() {
        send(
                call("iam", "AttachRolePolicy")
                        .byRole("AWSReservedSSO_Admin", "alice@example.com")
                        .with("roleName", "shop")
                        .with("policyArn", "arn:aws:iam::aws:policy/SecretsManagerReadWrite"),
                readSecret("bank/db").byRole("shop", "alice@example.com").after(hours(1)));

        assertThat(ways.findings(RULE)).extracting(Finding::getSeverity).containsExactly(Severity.MEDIUM);
    }

    @Test
    void joinsInWhateverOrderTheyCome() {
        send(readSecret("shop/db").byRole("shop", "run").after(hours(3)), widens("shop/db", SHOP));

        assertThat(ways.findings(RULE)).hasSize(1);
    }

    @Test
    void forgetsTheRightAfterADayToTheMillisecond() {
        Duration day = Duration.ofDays(1);
        send(
                widens("shop/db", SHOP),
                readSecret("shop/db").byRole("shop", "run").after(day.plusMillis(1)));
        assertThat(ways.findings(RULE)).isEmpty();
        send(
                widens("shop/mail", SHOP),
                readSecret("shop/mail").byRole("shop", "run").after(day));

        assertThat(ways.findings(RULE)).hasSize(1);
    }

    @Test
    void looksAtTheSecretThatThePolicyIsOf() {
        send(
                widens("shop/db", SHOP),
                readSecret("shop/mail").byRole("shop", "run").after(hours(3)));

        assertThat(ways.findings(RULE)).isEmpty();
    }

    @Test
    void saysNothingAboutReadersOfOldWhenTheirPolicyIsWidened() {
        send(
                readSecret("shop/db").byRole("shop", "run"),
                widens("shop/db", SHOP).after(hours(30)),
                readSecret("shop/db").byRole("shop", "run").after(hours(31)));

        assertThat(ways.findings(RULE)).isEmpty();
    }

    private void send(Calls... calls) {
        for (Calls each : calls) {
            ways.send(each.make());
        }
    }

    private static Calls widens(String secret, String principal) {
        return call("secretsmanager", "PutResourcePolicy")
                .with("secretId", secret)
                .with(
                        "resourcePolicy",
                        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"" + principal + "\"}}]}");
    }

    private static Duration hours(int hours) {
        return Duration.ofHours(hours);
    }
}
