package io.keywatch.detect.incident;

import static io.keywatch.detect.call.Calls.assume;
import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static io.keywatch.detect.incident.Chain.byVault;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.call.Calls;
import io.keywatch.detect.replay.Replay;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Attack;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.SequenceStep;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IncidentTest {
    @Test
    void followsAChainOfRolesAcrossAccountsToWhoeverBeganIt() {
        List<ApiCall> calls = new ArrayList<>(Chain.links());
        calls.addAll(Chain.attack());

        Collection<Finding> findings = Chain.findings(calls);

        assertThat(Chain.incidents(findings)).singleElement().satisfies(incident -> {
            assertThat(incident.getActor().getId()).isEqualTo(Chain.ALICE);
            assertThat(incident.getSequence().getStages()).containsExactly("access", "persistence", "evasion");
            assertThat(incident.getSequence().getAccounts()).containsExactly(Calls.ACCOUNT, Chain.SECOND, Chain.THIRD);
            assertThat(incident.getSequence().getSteps())
                    .extracting(SequenceStep::getWho)
                    .startsWith("user/alice", "role/hub (work)", "role/vault (work)");
            assertThat(incident.getSequence().getSteps())
                    .extracting(SequenceStep::getTime)
                    .isSorted();
            assertThat(incident.getRelated())
                    .containsExactlyInAnyOrderElementsOf(findings.stream()
                            .filter(finding -> finding.getFindingClass() != FindingClass.SEQUENCE)
                            .map(Finding::getId)
                            .toList());
            assertThat(incident.getAttack())
                    .extracting(Attack::getTechnique)
                    .contains("T1555.006", "T1098.001", "T1685.002");
            assertThat(incident.getRiskScore()).isBetween(AccessSettings.INCIDENT_AT, 100);
            assertThat(List.of(
                            incident.getTitle(),
                            incident.getExplanation(),
                            incident.getAccess().getBaseline(),
                            incident.getAccess().getDeviation()))
                    .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("{", "?", "null"));
        });
    }

    @Test
    void isGraverThanItsMembersOnlyForThreeStagesAndSaysSo() {
        List<ApiCall> three = Chain.attack();
        List<ApiCall> two = three.subList(0, three.size() - 1);

        assertThat(Chain.incidents(two)).singleElement().satisfies(incident -> {
            assertThat(incident.getSeverity()).isEqualTo(Severity.HIGH);
            assertThat(incident.getSequence().getRaisedBecause()).isNull();
        });
        assertThat(Chain.incidents(three)).singleElement().satisfies(incident -> {
            assertThat(incident.getSeverity()).isEqualTo(Severity.CRITICAL);
            assertThat(incident.getSequence().getRaisedBecause()).contains("3 stages");
        });
    }

    @Test
    void movesWhatWasToldOfARoleWhenTheCallThatIssuedItsKeyComesLast() {
        List<ApiCall> calls = new ArrayList<>(Chain.attack());
        calls.addAll(Chain.links());

        List<Finding> incidents = Chain.incidents(calls);

        assertThat(incidents)
                .filteredOn(incident -> incident.getState() == FindingState.OPEN)
                .singleElement()
                .satisfies(incident -> assertThat(incident.getActor().getId()).isEqualTo(Chain.ALICE));
        assertThat(incidents)
                .filteredOn(incident -> incident.getState() == FindingState.RESOLVED)
                .isNotEmpty()
                .allSatisfy(incident -> {
                    assertThat(incident.getActor().getId()).contains(":role/");
                    assertThat(incident.getFacts()).containsKey("withdrawn");
                });
    }

    @Test
    void putsTheSignalsOfSeveralSessionsTogether() {
        String other = "ASIA" + "OTHEROTHEROTHER0";
        List<ApiCall> calls = new ArrayList<>(Chain.links());
        calls.add(
                assume(Chain.THIRD, "audit", other).after(Duration.ofMinutes(3)).make());
        calls.addAll(Chain.bulkRead(Duration.ZERO));
        calls.add(call("cloudtrail", "StopLogging")
                .with("name", "main")
                .bySession(Chain.THIRD, "audit", "work", other)
                .after(Duration.ofHours(5))
                .make());

        assertThat(Chain.incidents(calls))
                .singleElement()
                .satisfies(incident ->
                        assertThat(incident.getSequence().getStages()).containsExactly("access", "evasion"));
    }

    @Test
    void leavesTheActorsOfOneRoleApart() {
        List<ApiCall> calls = new ArrayList<>(Chain.links());
        calls.add(assume(Chain.THIRD, "vault", "ASIA" + "BOBBOBBOBBOBBOB0")
                .by("bob")
                .withKey("AKIA" + "BOB")
                .make());
        calls.addAll(Chain.bulkRead(Duration.ZERO));
        calls.add(call("cloudtrail", "StopLogging")
                .with("name", "main")
                .bySession(Chain.THIRD, "vault", "bob", "ASIA" + "BOBBOBBOBBOBBOB0")
                .after(Duration.ofHours(1))
                .make());

        assertThat(Chain.incidents(calls)).isEmpty();
    }

    @Test
    void takesNoServiceForTheOneWhoBegan() {
        List<ApiCall> calls = new ArrayList<>();
        for (String role : List.of("shop", "mail")) {
            calls.add(assume(Calls.ACCOUNT, role, "ASIA" + role)
                    .by("lambda")
                    .byType(PrincipalType.AWS_SERVICE)
                    .withKey("ASIA" + "SERVICE")
                    .make());
        }
        for (int i = 0; i < 22; i++) {
            calls.add(readSecret("app/" + i)
                    .bySession(Calls.ACCOUNT, "shop", "shop", "ASIA" + "shop")
                    .make());
        }
        calls.add(call("cloudtrail", "StopLogging")
                .with("name", "main")
                .bySession(Calls.ACCOUNT, "mail", "mail", "ASIA" + "mail")
                .make());

        assertThat(Chain.incidents(calls)).isEmpty();
    }

    @Test
    void followsAnAccessKeyToWhoeverMadeIt() {
        String made = "AKIA" + "MADEMADEMADEMADE";
        List<ApiCall> calls = new ArrayList<>();
        calls.add(call("iam", "CreateAccessKey")
                .with("userName", "backup")
                .answered("accessKey.accessKeyId", made)
                .make());
        for (int i = 0; i < 22; i++) {
            calls.add(readSecret("app/" + i)
                    .by("backup")
                    .withKey(made)
                    .after(Duration.ofMinutes(30).plusSeconds(i))
                    .make());
        }

        assertThat(Chain.incidents(calls)).singleElement().satisfies(incident -> {
            assertThat(incident.getActor().getId()).isEqualTo(Chain.ALICE);
            assertThat(incident.getSequence().getStages()).containsExactly("persistence", "access");
        });
    }

    @Test
    void saysNothingOfOneOddityHoweverGrave() {
        List<ApiCall> calls = new ArrayList<>(Chain.links());
        calls.addAll(Chain.bulkRead(Duration.ZERO));

        assertThat(Chain.findings(calls)).isNotEmpty();
        assertThat(Chain.incidents(calls)).isEmpty();
    }

    @Test
    void saysNothingOfWhatARoleDoesEveryDay() {
        List<ApiCall> calls = new ArrayList<>();
        for (int day = 0; day < 6; day++) {
            for (Calls each : List.of(
                    call("lambda", "UpdateFunctionCode20150331v2").with("functionName", "shop"),
                    call("secretsmanager", "DeleteSecret")
                            .with("secretId", "temporary" + day)
                            .with("forceDeleteWithoutRecovery", "true"),
                    call("iam", "AttachRolePolicy")
                            .with("roleName", "shop")
                            .with("policyArn", "arn:aws:iam::aws:policy/AdministratorAccess"))) {
                calls.add(each.byRole("pipeline", "run" + day)
                        .after(Duration.ofDays(day))
                        .make());
            }
        }

        List<Finding> incidents = Chain.incidents(calls);

        assertThat(incidents)
                .allSatisfy(incident ->
                        assertThat(incident.getLastSeen()).isBefore(Calls.MORNING.plus(Duration.ofDays(2))));
    }

    @Test
    void takesLookingAroundForAStageOnlyOfWhoIsKnownAndLooksWide() {
        assertThat(Chain.incidents(lookingAround(8, 3)))
                .singleElement()
                .satisfies(incident ->
                        assertThat(incident.getSequence().getStages()).containsExactly("recon", "access"));
        assertThat(Chain.incidents(lookingAround(8, 2))).isEmpty();
        assertThat(Chain.incidents(lookingAround(7, 3))).hasSize(1);
        assertThat(Chain.incidents(lookingAround(6, 3))).isEmpty();
    }

    private static List<ApiCall> lookingAround(int daysKnown, int kinds) {
        List<ApiCall> calls = new ArrayList<>();
        calls.add(byVault(call("s3", "ListBuckets")).make());
        Duration then = Duration.ofDays(daysKnown);
        List<Calls> looks = List.of(
                call("secretsmanager", "ListSecrets"), call("iam", "ListRoles"), call("cloudtrail", "DescribeTrails"));
        looks.subList(0, kinds)
                .forEach(look -> calls.add(byVault(look).after(then).make()));
        calls.addAll(Chain.bulkRead(then));
        return calls;
    }

    @Test
    void endsADayAfterItOpenedAndBeginsAnew() {
        List<ApiCall> calls = new ArrayList<>();
        calls.addAll(Chain.attack());
        calls.add(byVault(call("cloudtrail", "DeleteTrail").with("name", "other"))
                .after(Duration.ofHours(20))
                .make());
        assertThat(Chain.incidents(calls))
                .singleElement()
                .satisfies(incident -> assertThat(incident.getRelated()).hasSize(4));

        calls.addAll(Chain.attack(Duration.ofHours(30)));
        assertThat(Chain.incidents(calls)).hasSize(2);
    }

    @Test
    void keepsAnIncidentAsItWasToldWhenItsSignalsAreForgotten() {
        List<ApiCall> calls = new ArrayList<>(Chain.links());
        calls.addAll(Chain.attack());
        Finding told = Chain.incidents(calls).getFirst();
        for (int day = 1; day < 12; day++) {
            calls.add(call("secretsmanager", "ListSecrets")
                    .after(Duration.ofDays(day))
                    .make());
        }

        assertThat(Chain.incidents(calls)).singleElement().satisfies(incident -> {
            assertThat(incident.getId()).isEqualTo(told.getId());
            assertThat(incident.getState()).isEqualTo(FindingState.OPEN);
            assertThat(incident.getRelated()).isEqualTo(told.getRelated());
        });
    }

    @Test
    void isSwitchedOffByItsRule() {
        Replay replay = new Replay(AccessSettings.without(Set.of("sequence.incident")));
        Chain.attack().forEach(replay::accept);

        assertThat(Chain.incidents(replay.findings())).isEmpty();
    }
}
