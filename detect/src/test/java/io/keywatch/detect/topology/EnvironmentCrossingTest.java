package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.call.Calls;
import io.keywatch.detect.correlate.JoinSettings;
import io.keywatch.detect.replay.Replay;
import io.keywatch.detect.sigma.SigmaRuleSet;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Production's secret, read by something that is not production. */
class EnvironmentCrossingTest {
    private static final String RULE = "access.environment-crossed";

    private final TwoWays ways = new TwoWays();

    @AfterEach
    void stop() {
        ways.close();
    }

    @Test
    void notesARoleOfDevelopmentThatReadsAProductionSecret() {
        ways.send(readSecret("prod/shop/db").byRole("shop-dev", "run").make());
        ways.send(readSecret("prod/shop/db")
                .byRole("shop-dev", "run")
                .after(Duration.ofHours(1))
                .make());

        assertThat(ways.findings(RULE)).singleElement().satisfies(finding -> {
            assertThat(finding.getSeverity()).isEqualTo(Severity.LOW);
            assertThat(finding.getCount()).isEqualTo(1);
            assertThat(finding.getFacts())
                    .containsEntry("environment", "development")
                    .containsEntry("source", "its name");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "prod/shop/db, shop-prod",
        "dev/shop/db, shop-prod",
        "shop/db, shop-dev",
        "prod/shop/db, shop",
        "prod/shop/db, dev-to-prod-deploy",
        "product/db, shop-dev",
        "prod/shop/db, device-registry"
    })
    void saysNothingWhereNamesDoNotSayIt(String secret, String role) {
        ways.send(readSecret(secret).byRole(role, "run").make());

        assertThat(ways.findings(RULE)).isEmpty();
    }

    @Test
    void alertsWhereTheOperatorHasToldTheEnvironmentOfTheAccount() {
        Replay replay = new Replay(
                AccessSettings.defaults(),
                JoinSettings.DEFAULTS.withEnvironments(Map.of(Calls.ACCOUNT, "staging")),
                SigmaRuleSet.EMPTY);
        replay.accept(readSecret("prod/shop/db").byRole("shop", "run").make());

        assertThat(replay.findings())
                .filteredOn(finding -> finding.getRule().getId().equals(RULE))
                .extracting(Finding::getSeverity)
                .containsExactly(Severity.MEDIUM);
    }
}
