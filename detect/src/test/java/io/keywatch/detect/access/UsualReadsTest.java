package io.keywatch.detect.access;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.detect.replay.Replay;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsualReadsTest {
    private final Replay replay = new Replay(AccessSettings.defaults());

    @Test
    void leavesInfrastructureCodeAloneThatReadsWhatItCreates() {
        for (int day = 0; day < 5; day++) {
            for (int i = 0; i < 20; i++) {
                Duration at = Duration.ofDays(day).plusSeconds(3L * i);
                String name = "run" + day + "/secret" + i;
                accept(call("secretsmanager", "CreateSecret").with("name", name).after(at));
                accept(call("secretsmanager", "PutSecretValue")
                        .with("secretId", name)
                        .after(at));
                accept(readSecret(name).after(at.plusSeconds(1)));
                accept(call("secretsmanager", "DeleteSecret")
                        .with("secretId", name)
                        .after(at.plusSeconds(2)));
            }
        }

        assertThat(replay.findings()).noneMatch(finding -> finding.getSeverity().ordinal() > Severity.LOW.ordinal());
    }

    @Test
    void explainsABackupJobOnItsFirstDayAndLeavesItAloneFromTheThird() {
        for (int day = 0; day < 10; day++) {
            for (int i = 0; i < 60; i++) {
                accept(readSecret("secret" + i).after(Duration.ofDays(day).plusSeconds(i)));
            }
        }

        assertThat(replay.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.getRule().getId()).isEqualTo("access.bulk-secret-read");
            assertThat(finding.getDetectedAt()).isBefore(Calls.MORNING.plus(Duration.ofDays(1)));
        });
    }

    @Test
    void seesTheThiefBehindALearnedBackupJob() {
        for (int day = 0; day < 10; day++) {
            for (int i = 0; i < 60; i++) {
                accept(readSecret("secret" + i).after(Duration.ofDays(day).plusSeconds(i)));
            }
        }
        for (int i = 0; i < 20; i++) {
            accept(readSecret("other" + i).after(Duration.ofDays(10).plusSeconds(i)));
        }

        assertThat(of("access.bulk-secret-read")).hasSize(2);
    }

    @Test
    void notesARestartThatReadsAllThatIsUsualAndPagesNobody() {
        for (int i = 0; i < 9; i++) {
            accept(readSecret("own" + i));
        }
        accept(readSecret("own0").after(Duration.ofDays(20)));
        for (int i = 0; i < 9; i++) {
            accept(readSecret("own" + i).after(Duration.ofDays(30).plusSeconds(i)));
        }

        assertThat(of("access.daily-secrets-above-usual"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.LOW));
    }

    @ParameterizedTest
    @CsvSource({"8, 0", "9, 1", "10, 1"})
    void seesASlowHarvestAboveTheUsualDay(int secrets, int findings) {
        // two a day for two weeks: mean 2, allowance 2 + 4 * sqrt(0 + 2 + 1) = 8.9, so the ninth is too many
        for (int day = 0; day < 14; day++) {
            accept(readSecret("a").after(Duration.ofDays(day)));
            accept(readSecret("b").after(Duration.ofDays(day)));
        }
        for (int i = 0; i < secrets; i++) {
            accept(readSecret("slow" + i).after(Duration.ofDays(14).plusMinutes(20L * i)));
        }

        assertThat(of("access.daily-secrets-above-usual")).hasSize(findings).allSatisfy(finding -> {
            assertThat(finding.getSeverity()).isEqualTo(Severity.MEDIUM);
            assertThat(finding.getEvidence()).hasSizeGreaterThanOrEqualTo(9);
        });
    }

    @Test
    void hasNothingToCompareWithInTheFirstWeek() {
        for (int day = 0; day < 6; day++) {
            accept(readSecret("a").after(Duration.ofDays(day)));
        }
        for (int i = 0; i < 15; i++) {
            accept(readSecret("slow" + i).after(Duration.ofDays(6).plusMinutes(20L * i)));
        }

        assertThat(of("access.daily-secrets-above-usual")).isEmpty();
    }

    private void accept(Calls call) {
        replay.accept(call.byRole("machine", "run").make());
    }

    private List<Finding> of(String rule) {
        return replay.findings().stream()
                .filter(finding -> finding.getRule().getId().equals(rule))
                .toList();
    }
}
