package io.keywatch.detect.correlate;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.call.Calls;
import io.keywatch.detect.replay.Replay;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RareReadsTest {
    private static final Duration LATER = Duration.ofDays(20);
    private final Replay replay = new Replay(AccessSettings.defaults());

    /** Three machines that have read their own and one common secret for twenty days. */
    @BeforeEach
    void learn() {
        for (int day = 0; day < 20; day++) {
            for (String role : List.of("billing", "shop", "search")) {
                accept(readSecret(role + "/db").after(Duration.ofDays(day)), role);
                accept(readSecret("common").after(Duration.ofDays(day)), role);
            }
        }
        assertThat(replay.findings()).isEmpty();
    }

    @Test
    void notesOneSurprisingReadAndPagesNobody() {
        accept(readSecret("vault/root").after(LATER), "shop");

        assertThat(rare())
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.INFORMATIONAL));
    }

    @Test
    void alertsWhenTwoSurprisingReadsComeTogether() {
        accept(readSecret("vault/root").after(LATER), "shop");
        accept(readSecret("vault/signing").after(LATER.plusHours(5)), "shop");

        assertThat(rare()).singleElement().satisfies(finding -> {
            assertThat(finding.getSeverity()).isEqualTo(Severity.MEDIUM);
            assertThat(finding.getResources()).hasSize(2);
            assertThat(finding.getExplanation())
                    .contains("read 2 secrets for the first time in 20 days", "2 of which none");
        });
    }

    @Test
    void doesNotAddUpWhatIsMoreThanADayApart() {
        accept(readSecret("vault/root").after(LATER), "shop");
        accept(readSecret("vault/signing").after(LATER.plusHours(25)), "shop");

        assertThat(rare())
                .allSatisfy(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.INFORMATIONAL));
    }

    @Test
    void isGraveWhenThereAreFour() {
        for (int i = 0; i < 4; i++) {
            accept(readSecret("vault/" + i).after(LATER.plusMinutes(i)), "shop");
        }

        assertThat(rare())
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.HIGH));
    }

    @Test
    void isNotSurprisedByWhatPeersRead() {
        for (String secret : List.of("billing/db", "search/db")) {
            accept(readSecret(secret).after(LATER), "shop");
        }

        assertThat(rare()).isEmpty();
    }

    @Test
    void isHardlySurprisedByANewSecret() {
        for (int i = 0; i < 3; i++) {
            accept(
                    call("secretsmanager", "CreateSecret")
                            .with("name", "shop/new" + i)
                            .after(LATER),
                    "deploy");
            accept(readSecret("shop/new" + i).after(LATER.plusHours(1)), "shop");
        }

        assertThat(rare()).isEmpty();
    }

    @Test
    void givesANewPrincipalTimeToFindItsWay() {
        for (int i = 0; i < 6; i++) {
            accept(readSecret("fresh/" + i).after(LATER.plusMinutes(i)), "newcomer");
        }

        assertThat(rare()).isEmpty();
    }

    private void accept(Calls call, String role) {
        replay.accept(call.byRole(role, "run").make());
    }

    private List<Finding> rare() {
        return replay.findings().stream()
                .filter(finding -> finding.getRule().getId().equals(RareReads.RULE.id()))
                .toList();
    }
}
