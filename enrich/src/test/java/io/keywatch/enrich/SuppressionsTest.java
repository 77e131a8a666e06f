package io.keywatch.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.v1.Context;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Suppression;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuppressionsTest {
    private static final Instant NOW = TestFindings.TIME;
    private final Finding exposure = TestFindings.exposure("f", 1);

    @Test
    void coversOnlyWhatEveryScopeMatches() {
        assertThat(covers(suppression().setRuleId("aws-access-key"))).isTrue();
        assertThat(covers(suppression().setRuleId("other"))).isFalse();
        assertThat(covers(suppression().setRuleId("aws-access-key").setAccountId("999999999999")))
                .isFalse();
        assertThat(covers(suppression().setFingerprint(exposure.getSecret().getFingerprint())))
                .isTrue();
        assertThat(covers(suppression().setResource("bucket/config/*"))).isTrue();
        assertThat(covers(suppression().setResource("bucket/other/*"))).isFalse();
        assertThat(covers(suppression().setPrincipal("arn:aws:iam::111122223333:role/x")))
                .isFalse();
    }

    @Test
    void coversAKindOfPrincipalOnlyWhereEnrichmentSaysSo() {
        Finding access = TestFindings.access("f", 1);
        Suppression one = suppression().setPrincipalKind("automation").build();

        access.setContext(null);
        assertThat(Suppressions.covers(one, access, NOW)).isFalse();
        access.setContext(Context.newBuilder().setPrincipalKind("person").build());
        assertThat(Suppressions.covers(one, access, NOW)).isFalse();
        access.setContext(Context.newBuilder().setPrincipalKind("automation").build());
        assertThat(Suppressions.covers(one, access, NOW)).isTrue();
    }

    @Test
    void withoutScopeHidesNothing() {
        assertThat(covers(suppression())).isFalse();
    }

    @Test
    void endsWhenItExpiresAndNotBefore() {
        Suppression.Builder one = suppression().setRuleId("aws-access-key");
        assertThat(covers(one.setExpires(NOW.plusMillis(1)))).isTrue();
        assertThat(covers(one.setExpires(NOW))).isFalse();
        assertThat(covers(one.setExpires(NOW.plusSeconds(60)).setActive(false))).isFalse();
    }

    @Test
    void coversAnAccessOnlyWhenItCoversAllItsResources() {
        Finding access = TestFindings.access("f", 1);
        Suppression one = suppression()
                .setResource("arn:aws:secretsmanager:*:secret:db-*")
                .build();
        assertThat(Suppressions.covers(one, access, NOW)).isTrue();
        access.setResources(List.of(
                access.getResources().getFirst(),
                ResourceRef.newBuilder()
                        .setArn("arn:aws:secretsmanager:eu-central-1:1:secret:root-AbCdEf")
                        .build()));
        assertThat(Suppressions.covers(one, access, NOW)).isFalse();
    }

    private boolean covers(Suppression.Builder suppression) {
        return Suppressions.covers(suppression.build(), exposure, NOW);
    }

    private static Suppression.Builder suppression() {
        return Suppression.newBuilder()
                .setId("s1")
                .setReason("test account")
                .setOwner("ana")
                .setCreated(NOW.minus(Duration.ofDays(1)))
                .setExpires(NOW.plus(Duration.ofDays(1)));
    }
}
