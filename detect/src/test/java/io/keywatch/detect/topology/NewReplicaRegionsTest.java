package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Secrets are replicated to Ireland and Mumbai, by two accounts. */
class NewReplicaRegionsTest {
    private static final String RULE = "access.secret-replicated";
    private static final String IRELAND = "eu-west-1";
    private static final String MUMBAI = "ap-south-1";
    private static final String OTHER_ACCOUNT = "444455556666";

    private final TwoWays ways = new TwoWays();

    @AfterEach
    void stop() {
        ways.close();
    }

    @Test
    void raisesTheFirstReplicationToARegionInTheOrganisation() {
        send(replicated("app/db", MUMBAI));

        assertThat(ways.findings(RULE)).singleElement().satisfies(finding -> {
            assertThat(finding.getSeverity()).isEqualTo(Severity.MEDIUM);
            assertThat(finding.getFacts()).containsEntry("region", MUMBAI);
            assertThat(finding.getExplanation()).contains("secret:app/db to " + MUMBAI, "to which nobody had");
        });
    }

    @Test
    void onlyNotesARegionThatIsNewToTheAccountAndNotToTheOrganisation() {
        send(
                replicated("app/db", IRELAND),
                byOtherAccount(replicated("pay/db", IRELAND)).after(Duration.ofDays(3)));

        assertThat(ways.findings(RULE))
                .extracting(finding -> finding.getAccountId() + " " + finding.getSeverity())
                .containsExactlyInAnyOrder(Calls.ACCOUNT + " MEDIUM", OTHER_ACCOUNT + " LOW");
    }

    @Test
    void saysNothingAboutARegionThatTheAccountReplicatesTo() {
        send(replicated("app/db", IRELAND));
        assertThat(ways.findings(RULE)).extracting(Finding::getCount).containsExactly(1L);
        for (int week = 1; week <= 30; week++) {
            send(replicated("app/secret" + week, IRELAND).after(Duration.ofDays(7L * week)));
        }

        assertThat(ways.findings(RULE)).extracting(Finding::getCount).containsExactly(1L);
    }

    @Test
    void tellsOfTheNewRegionAmongThoseOfOneCall() {
        send(
                replicated("app/db", IRELAND),
                replicated("app/mail", IRELAND)
                        .with("addReplicaRegions[1].region", MUMBAI)
                        .after(Duration.ofDays(3)));

        assertThat(ways.findings(RULE))
                .extracting(finding -> finding.getFacts().get("region") + " "
                        + finding.getResources().size())
                .containsExactlyInAnyOrder(IRELAND + " 1", MUMBAI + " 1");
    }

    @Test
    void takesARollOutForOneStory() {
        for (int i = 0; i < 5; i++) {
            send(replicated("app/secret" + i, MUMBAI).after(Duration.ofHours(i)));
        }

        assertThat(ways.findings(RULE)).singleElement().satisfies(finding -> {
            assertThat(finding.getCount()).isEqualTo(5);
            assertThat(finding.getResources()).hasSize(5);
        });
    }

    @Test
    void countsAReplicationThatComesWithTheCreation() {
        send(
                call("secretsmanager", "CreateSecret")
                        .byRole("deploy", "run")
                        .with("name", "app/db")
                        .with("addReplicaRegions[0].region", MUMBAI),
                replicated("app/mail", MUMBAI).after(Duration.ofDays(2)));

        assertThat(ways.findings(RULE))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.getEvidence().getFirst().getAction()).isEqualTo("CreateSecret"));
    }

    @Test
    void learnsLateWhoWasTheFirst() {
        send(replicated("app/db", MUMBAI).after(Duration.ofMinutes(30)));
        assertThat(ways.findings(RULE)).extracting(Finding::getSeverity).containsExactly(Severity.MEDIUM);
        send(byOtherAccount(replicated("pay/db", MUMBAI)).after(Duration.ofMinutes(10)));

        assertThat(ways.findings(RULE))
                .extracting(finding -> finding.getAccountId() + " " + finding.getSeverity())
                .containsExactlyInAnyOrder(Calls.ACCOUNT + " LOW", OTHER_ACCOUNT + " MEDIUM");
    }

    @Test
    void doesNotCountWhatWasRefused() {
        send(replicated("app/db", MUMBAI).denied());

        assertThat(ways.findings(RULE)).isEmpty();
    }

    private void send(Calls... calls) {
        for (Calls each : calls) {
            ways.send(each.make());
        }
    }

    private static Calls replicated(String secret, String region) {
        return call("secretsmanager", "ReplicateSecretToRegions")
                .byRole("deploy", "run")
                .with("secretId", secret)
                .with("addReplicaRegions[0].region", region);
    }

    private static Calls byOtherAccount(Calls call) {
        return call.bySession(OTHER_ACCOUNT, "deploy", "run", "ASIA" + "OTHERDEPLOY");
    }
}
