package io.keywatch.detect.incident;

import static io.keywatch.detect.call.Calls.assume;
import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.DetectorCatalog;
import io.keywatch.detect.call.Calls;
import io.keywatch.detect.state.MemoryTables;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.PrincipalType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What calls and findings tell the desk. */
class LeadsOfCallsTest {
    private static final String ISSUED = "ASIA" + "ISSUEDISSUED0000";

    private final List<String> told = new ArrayList<>();

    @Test
    void tellsWhoObtainedWhichKey() {
        tell(assume(Chain.SECOND, "hub", ISSUED).make());
        tell(call("sts", "GetSessionToken")
                .answered("credentials.accessKeyId", ISSUED)
                .make());

        assertThat(told).containsExactly("key|" + ISSUED + " issued", "key|" + ISSUED + " issued");
    }

    @Test
    void tellsOfNoKeyThatAServiceOrAStrangersTrailNames() {
        tell(assume(Chain.SECOND, "hub", ISSUED)
                .byType(PrincipalType.AWS_SERVICE)
                .make());
        tell(assume(Chain.SECOND, "hub", ISSUED)
                .byType(PrincipalType.AWS_ACCOUNT)
                .make());
        tell(call("sts", "AssumeRole").with("roleArn", "arn").make());
        tell(call("other", "AssumeRole")
                .answered("credentials.accessKeyId", ISSUED)
                .make());

        assertThat(told).isEmpty();
    }

    @Test
    void tellsOfLookingAroundOncePerKeyKindAndDayAndAgainWhenItWasEarlier() {
        tell(call("secretsmanager", "ListSecrets").after(Duration.ofHours(2)).make());
        tell(call("secretsmanager", "DescribeSecret").after(Duration.ofHours(3)).make());
        tell(call("secretsmanager", "DescribeSecret").after(Duration.ofHours(1)).make());
        tell(call("secretsmanager", "ListSecrets").after(Duration.ofHours(26)).make());
        tell(call("secretsmanager", "ListSecrets").withKey(ISSUED).make());

        assertThat(told)
                .containsExactly(
                        "key|" + Calls.KEY + " recon.secrets",
                        "key|" + Calls.KEY + " recon.secrets",
                        "key|" + Calls.KEY + " recon.secrets",
                        "key|" + ISSUED + " recon.secrets");
    }

    @Test
    void tellsOfDenialsOnIdentitiesOnly() {
        tell(call("iam", "CreateUser").denied().make());
        tell(readSecret("one").denied().make());
        tell(call("iam", "ListRoles").byRole("app", "run").denied().make());

        assertThat(told).containsExactly("key|" + Calls.KEY + " recon.denied", "key|ASIASESSIONOFAPP recon.denied");
    }

    @Test
    void tellsOfALongTermKeyThatAsksWhoItIsByNetwork() {
        tell(call("sts", "GetCallerIdentity").from("198.51.100.1").make());
        tell(call("sts", "GetCallerIdentity").from("198.51.100.2").make());
        tell(call("sts", "GetCallerIdentity").from("203.0.113.1").make());
        tell(call("sts", "GetCallerIdentity").from("10.0.0.1").make());
        tell(call("sts", "GetCallerIdentity").byRole("app", "run").make());

        assertThat(told)
                .containsExactly("key|" + Calls.KEY + " recon.self@198.51", "key|" + Calls.KEY + " recon.self@203.0");
    }

    @Test
    void goesToTheActorWhereThereIsNoKey() {
        tell(call("secretsmanager", "ListSecrets").withKey(null).make());

        assertThat(told).containsExactly("actor|" + Chain.ALICE + " recon.secrets");
    }

    @Test
    void takesAFindingBackWhenItIsAnothersOrNobodys() {
        Members members = new Members(DetectorCatalog.all(), Members.Memory.specs(Signals.CODEC), new MemoryTables());
        Finding finding =
                Chain.findings(Chain.bulkRead(Duration.ZERO)).iterator().next();
        Finding moved = Finding.newBuilder(finding).build();
        moved.getActor().setAccessKeyId(ISSUED);
        Finding disproved =
                Finding.newBuilder(moved).setState(FindingState.RESOLVED).build();
        for (Finding each : List.of(finding, finding, moved, disproved, disproved)) {
            members.observe(
                    each, (key, lead) -> told.add(key + (lead.getSignal().getWithdrawn() ? " back" : "")));
        }

        assertThat(told)
                .containsExactly(
                        "key|" + Chain.VAULT_KEY,
                        "key|" + Chain.VAULT_KEY + " back",
                        "key|" + ISSUED,
                        "key|" + ISSUED + " back");
    }

    private final LeadSource source = new LeadSource(LeadSource.Memory.specs(), new MemoryTables());

    private void tell(ApiCall call) {
        source.observe(
                call,
                (key, lead) -> told.add(key + " "
                        + (lead.getIssue() != null ? "issued" : lead.getSignal().getKind())));
    }
}
