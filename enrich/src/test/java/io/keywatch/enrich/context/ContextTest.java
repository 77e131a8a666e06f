package io.keywatch.enrich.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.Severity;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContextTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/";

    private final PrincipalKinds kinds = new PrincipalKinds(Map.of(ROLE + "terraform", PrincipalKind.AUTOMATION));

    @Test
    void tellsPrincipalsByWhatAwsPutsIntoNames() {
        assertThat(kinds.of(null)).isEqualTo(PrincipalKind.UNKNOWN);
        assertThat(role("worker", null)).isEqualTo(PrincipalKind.ROLE_SESSION);
        assertThat(role("worker", "i-0123456789abcdef0")).isEqualTo(PrincipalKind.WORKLOAD);
        assertThat(role("worker", "i-not-an-instance")).isEqualTo(PrincipalKind.ROLE_SESSION);
        assertThat(role("aws-service-role/x.amazonaws.com/AWSServiceRoleForX", null))
                .isEqualTo(PrincipalKind.SERVICE);
        assertThat(role("aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123", "ana@example.org"))
                .isEqualTo(PrincipalKind.PERSON);
        assertThat(role("terraform", "i-0123456789abcdef0")).isEqualTo(PrincipalKind.AUTOMATION);
        assertThat(of(PrincipalType.IAM_USER)).isEqualTo(PrincipalKind.IAM_USER);
        assertThat(of(PrincipalType.ROOT)).isEqualTo(PrincipalKind.ROOT);
        assertThat(of(PrincipalType.AWS_ACCOUNT)).isEqualTo(PrincipalKind.EXTERNAL_ACCOUNT);
    }

    @Test
    void writesKindsAsSettingsDo() {
        assertThat(PrincipalKind.ROLE_SESSION.label()).isEqualTo("role-session");
    }

    @Property
    void keepsTheScoreInItsBoundsAndNeverRewardsASmallerFact(
            @ForAll Severity severity, @ForAll double confidence, @ForAll Criticality criticality) {
        AccountSettings account = account("prod", criticality);
        int score = RiskScore.of(severity, confidence, account);
        assertThat(score).isBetween(0, RiskScore.MAX);
        if (severity != Severity.CRITICAL) {
            assertThat(RiskScore.of(Severity.values()[severity.ordinal() + 1], confidence, account))
                    .isGreaterThanOrEqualTo(score);
        }
        if (criticality != Criticality.CRITICAL) {
            assertThat(RiskScore.of(
                            severity, confidence, account("prod", Criticality.values()[criticality.ordinal() + 1])))
                    .isGreaterThanOrEqualTo(score);
        }
    }

    @Test
    void keepsACertainCriticalAboveEveryMedium() {
        int lowest = RiskScore.of(Severity.CRITICAL, 1, account("dev", Criticality.LOW));
        int highest = RiskScore.of(Severity.MEDIUM, 1, account("prod", Criticality.CRITICAL));
        assertThat(lowest).isGreaterThan(highest);
    }

    private PrincipalKind role(String name, @Nullable String session) {
        return kinds.of(Principal.newBuilder()
                .setId(ROLE + name)
                .setType(PrincipalType.ASSUMED_ROLE)
                .setSessionIssuerArn(ROLE + name)
                .setSessionName(session)
                .build());
    }

    private PrincipalKind of(PrincipalType type) {
        return kinds.of(Principal.newBuilder()
                .setId("arn:aws:iam::111122223333:user/x")
                .setType(type)
                .build());
    }

    private static AccountSettings account(String environment, Criticality criticality) {
        return new AccountSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.of(environment),
                Optional.empty(),
                Optional.of(criticality));
    }
}
