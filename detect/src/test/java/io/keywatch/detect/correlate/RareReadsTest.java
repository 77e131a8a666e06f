package io.keywatch.detect.correlate;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.call.Calls;
import io.keywatch.detect.replay.Replay;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RareReadsTest {
    private static final Duration LATER = Duration.ofDays(20);
    private final Replay replay = new Replay(AccessSettings.defaults());

    /** Three machines that have read their own and two common secrets for twenty days. */
    @BeforeEach
    void learn() {
        for (int day = 0; day < 20; day++) {
            Duration at = Duration.ofDays(day);
            for (String role : List.of("billing", "shop", "search")) {
                accept(readSecret(role + "/db").after(at), role);
                accept(readSecret("common").after(at), role);
                accept(readSecret("shared").after(at), role);
                at = at.plusMinutes(1);
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

    @ParameterizedTest
    @CsvSource({"2, INFORMATIONAL", "3, MEDIUM", "5, MEDIUM", "6, HIGH"})
    void alertsWhenThreeSurprisingReadsComeTogetherAndIsGraveAtSix(int reads, Severity severity) {
        for (int i = 0; i < reads; i++) {
            accept(readSecret("vault/" + i).after(LATER.plusHours(i)), "shop");
        }

        assertThat(rare()).singleElement().satisfies(finding -> {
            assertThat(finding.getSeverity()).isEqualTo(severity);
            assertThat(finding.getResources()).hasSize(reads);
            assertThat(finding.getExplanation())
                    .contains("read " + reads + " secrets for the first time in 20 days", reads + " of which none");
        });
    }

    @ParameterizedTest
    @CsvSource({"vault/*, MEDIUM", "*secret:vault/0, MEDIUM", "vault/1*, INFORMATIONAL"})
    void alertsAtTheFirstSurprisingReadOfACriticalSecret(String critical, Severity severity) {
        AccessSettings usual = AccessSettings.defaults();
        Replay strict = new Replay(new AccessSettings(
                usual.switches(),
                new RareReadSettings(6.1, 15, 14, new CriticalSecrets(3, List.of(critical))),
                usual.dailyReads(),
                usual.incidentAt(),
                usual.ceilings()));
        for (int day = 0; day < 20; day++) {
            strict.accept(readSecret("shop/db")
                    .after(Duration.ofDays(day))
                    .byRole("shop", "run")
                    .make());
        }
        strict.accept(readSecret("vault/0").after(LATER).byRole("shop", "run").make());

        assertThat(strict.findings())
                .filteredOn(finding -> finding.getRule().getId().equals(RareReads.RULE.id()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSeverity()).isEqualTo(severity));
    }

    @Test
    void isWaryOfOneThatHasLongBeenThereAndNeverReadASecret() {
        for (int day = 0; day < 20; day++) {
            accept(call("s3", "ListBuckets").after(Duration.ofDays(day)), "clerk");
        }
        accept(
                call("secretsmanager", "BatchGetSecretValue")
                        .with("filters[0].key", "name")
                        .with("filters[0].values[0]", "prod")
                        .after(LATER),
                "clerk");

        assertThat(rare())
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.MEDIUM));
    }

    @Test
    void doesNotAddUpWhatIsMoreThanADayApart() {
        for (int i = 0; i < 4; i++) {
            accept(readSecret("vault/" + i).after(LATER.plusHours(25L * i)), "shop");
        }

        assertThat(rare())
                .hasSize(4)
                .allSatisfy(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.INFORMATIONAL));
    }

    @ParameterizedTest
    @CsvSource({"5, 0", "6, 1", "7, 1"})
    void seesThePatientThiefWithinAWeek(int days, int findings) {
        for (int day = 0; day < days; day++) {
            accept(readSecret("vault/" + day).after(LATER.plusHours(25L * day)), "shop");
        }

        assertThat(of(RareReads.SLOW))
                .hasSize(findings)
                .allSatisfy(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.MEDIUM));
    }

    @Test
    void doesNotExcuseThePatientThiefsSecondWeekByHisFirst() {
        Duration last = LATER.plusHours(25L * 12);
        for (int day = 0; day <= 12; day++) {
            accept(readSecret("vault/" + day).after(LATER.plusHours(25L * day)), "shop");
        }

        assertThat(of(RareReads.SLOW)).anySatisfy(finding -> {
            assertThat(finding.getLastSeen()).isEqualTo(Calls.MORNING.plus(last));
            assertThat(finding.getSeverity()).isEqualTo(Severity.MEDIUM);
        });
    }

    @Test
    void takesOneThatMadeASecretAWeekAgoForAMaker() {
        accept(readSecret("stack/base").after(Duration.ZERO), "deploy");
        accept(call("secretsmanager", "CreateSecret").with("name", "stack/old").after(Duration.ofDays(12)), "deploy");
        for (int i = 0; i < 4; i++) {
            accept(readSecret("stack/new" + i).after(LATER.plusSeconds(i)), "deploy");
        }

        assertThat(rare()).isEmpty();
    }

    @Test
    void takesNobodyThatReadsEverythingForAPeer() {
        for (int day : List.of(1, 6)) {
            reads("backup", "vault/", 60, day);
        }
        accept(readSecret("common").after(Duration.ofDays(1)), "backup");
        accept(readSecret("shop/db").after(Duration.ofDays(1)), "backup");
        for (int i = 0; i < 3; i++) {
            accept(readSecret("vault/" + i).after(LATER.plusMinutes(i)), "shop");
        }

        assertThat(rare())
                .filteredOn(finding -> finding.getActor().getId().endsWith("shop"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.MEDIUM));
    }

    @Test
    void makesNobodyAPeerByTheThiefsOwnFirstReads() {
        learnThePlatform();
        for (int i = 0; i < 3; i++) {
            accept(readSecret("platform/" + i).after(LATER.plusMinutes(i)), "shop");
        }

        assertThat(rare())
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.MEDIUM));
    }

    @Test
    void takesOneForAPeerWhomItStillMeetsDaysAfterTheFirstRead() {
        learnThePlatform();
        for (int day : List.of(7, 12)) {
            reads("shop", "platform/", 2, day);
        }
        for (int i = 2; i < 6; i++) {
            accept(readSecret("platform/" + i).after(LATER.plusMinutes(i)), "shop");
        }

        assertThat(rare())
                .allSatisfy(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.INFORMATIONAL));
    }

    @Test
    void isLessSurprisedByOneThatReadsMuch() {
        reads("backup", "other/", 200, 0);
        reads("backup", "stack/", 90, 1);
        for (int day : List.of(2, 7)) {
            reads("deploy", "stack/", 90, day);
        }
        for (int i = 0; i < 5; i++) {
            accept(readSecret("vault/" + i).after(LATER.plusMinutes(i)), "deploy");
        }

        assertThat(rare())
                .allSatisfy(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.INFORMATIONAL));
    }

    @Test
    void isLessSurprisedByWhatManyRead() {
        for (int day : List.of(1, 6)) {
            for (int reader = 0; reader < 20; reader++) {
                reads("worker" + reader, "wiki/", 3, day);
                reads("worker" + reader, "worker" + reader + "/", 40, day);
            }
        }
        for (int i = 0; i < 3; i++) {
            accept(readSecret("wiki/" + i).after(LATER.plusMinutes(i)), "shop");
        }

        assertThat(rare())
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.INFORMATIONAL));
    }

    @Test
    void isLessSurprisedByASecretOfAnotherAccount() {
        for (int i = 0; i < 2; i++) {
            accept(
                    readSecret("arn:aws:secretsmanager:eu-central-1:999988887777:secret:vault/%d-AbCdEf".formatted(i))
                            .after(LATER.plusMinutes(i)),
                    "shop");
        }

        assertThat(rare())
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.getAccess().getDeviation()).contains("sum of surprise 5.1"));
    }

    @Test
    void isSurprisedOnceByWhatBelongsTogether() {
        for (int i = 0; i < 4; i++) {
            accept(readSecret("orders/" + i).after(Duration.ofDays(1)), "orders");
        }
        reads("backup", "vault/", 150, 1);
        accept(readSecret("orders/3").after(Duration.ofDays(1).plusHours(20)), "backup");
        for (int i = 0; i < 4; i++) {
            accept(readSecret("orders/" + i).after(LATER.plusMinutes(i)), "shop");
        }

        assertThat(rare())
                .allSatisfy(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.INFORMATIONAL));
    }

    @Test
    void takesBackItsSurpriseAtASecretThatThePrincipalTurnsOutToHaveMade() {
        for (int i = 0; i < 3; i++) {
            accept(readSecret("stack/" + i).after(LATER.plusSeconds(i)), "shop");
        }
        for (int i = 0; i < 3; i++) {
            accept(
                    call("secretsmanager", "CreateSecret")
                            .with("name", "stack/" + i)
                            .after(LATER.minusSeconds(60)),
                    "shop");
        }

        assertThat(rare())
                .singleElement()
                .satisfies(finding -> assertThat(finding.getState()).isEqualTo(FindingState.RESOLVED));
    }

    @Test
    void alertsAtTheFirstBatchReadByFilterOfAGrownUpPrincipal() {
        accept(
                call("secretsmanager", "BatchGetSecretValue")
                        .with("filters[0].key", "name")
                        .with("filters[0].values[0]", "prod")
                        .after(LATER),
                "shop");

        assertThat(rare())
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.MEDIUM));
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

    /** A role with a dozen secrets, one of which the backup reads, too. */
    private void learnThePlatform() {
        for (int day : List.of(1, 6)) {
            reads("platform", "platform/", 12, day);
            reads("backup", "vault/", 150, day);
            accept(readSecret("platform/0").after(Duration.ofDays(day).plusHours(20)), "backup");
        }
    }

    private void reads(String role, String prefix, int secrets, int day) {
        for (int i = 0; i < secrets; i++) {
            accept(readSecret(prefix + i).after(Duration.ofDays(day).plusMinutes(5L * i)), role);
        }
    }

    private void accept(Calls call, String role) {
        replay.accept(call.byRole(role, "run").make());
    }

    private List<Finding> rare() {
        return of(RareReads.RULE);
    }

    private List<Finding> of(RuleSpec rule) {
        return replay.findings().stream()
                .filter(finding -> finding.getRule().getId().equals(rule.id()))
                .toList();
    }
}
