package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A secret is replicated to Ireland and read there. */
class ReplicaReadsTest {
    private static final String RULE = "access.replica-read";
    private static final String IRELAND = "eu-west-1";

    private final TwoWays ways = new TwoWays();

    @AfterEach
    void stop() {
        ways.close();
    }

    @Test
    void notesAReaderWhoNeverReadAnythingInThatRegion() {
        send(replicated(), readHere(), readThere("app/db").after(Duration.ofDays(3)));

        assertThat(ways.findings(RULE)).singleElement().satisfies(finding -> {
            assertThat(finding.getSeverity()).isEqualTo(Severity.LOW);
            assertThat(finding.getFacts()).containsEntry("replica", IRELAND).containsEntry("daysKnown", "3");
        });
    }

    @Test
    void joinsWhenTheReplicationIsToldLate() {
        send(readHere(), readThere("app/db").after(Duration.ofDays(3)));
        assertThat(ways.findings(RULE)).isEmpty();
        send(replicated().after(Duration.ofDays(3).minusMinutes(20)));

        assertThat(ways.findings(RULE)).hasSize(1);
    }

    @Test
    void saysNothingAboutSomebodyAtHomeInThatRegion() {
        send(replicated(), readThere("other"), readThere("app/db").after(Duration.ofDays(3)));

        assertThat(ways.findings(RULE)).isEmpty();
    }

    @Test
    void saysNothingOnThePrincipalsFirstDay() {
        send(replicated(), readThere("app/db").after(Duration.ofHours(5)));

        assertThat(ways.findings(RULE)).isEmpty();
    }

    @Test
    void saysNothingAboutSecretsThatStandThereOnTheirOwn() {
        send(readHere(), readThere("local/db").after(Duration.ofDays(3)));

        assertThat(ways.findings(RULE)).isEmpty();
    }

    private void send(Calls... calls) {
        for (Calls each : calls) {
            ways.send(each.make());
        }
    }

    private static Calls replicated() {
        return call("secretsmanager", "ReplicateSecretToRegions")
                .byRole("deploy", "run")
                .with("secretId", "app/db")
                .with("addReplicaRegions[0].region", IRELAND);
    }

    private static Calls readHere() {
        return readSecret("app/db").byRole("shop", "run");
    }

    private static Calls readThere(String secret) {
        return readSecret(secret).byRole("shop", "run").in(IRELAND);
    }
}
