package io.keywatch.app.quality.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keywatch.app.quality.ActorKind;
import io.keywatch.app.quality.TrafficSettings;
import io.keywatch.app.quality.attack.AttackClass;
import io.keywatch.app.quality.attack.Labels;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.Rule;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final String WHO = "arn:aws:iam::111122223333:user/ana";
    private final TrafficSettings settings = TrafficSettings.of(1_000, 1);
    private final Instant start = settings.testStart().plus(Duration.ofHours(30));
    private final Labels labels = new Labels();
    private Judge judge;

    JudgeTest() {
        judge = fresh();
    }

    @BeforeEach
    void attack() {
        labels.attack(AttackClass.BULK_READ, WHO, start, List.of("bad-0", "bad-1", "bad-2"));
        judge = fresh();
    }

    @Test
    void findsAnAttackByTheEvidenceOfAnAlert() {
        give(finding("f", Severity.HIGH, Transition.CREATED, start.plusSeconds(2), "good", "bad-1"));

        AttackOutcome outcome = verdict().outcomes().getFirst();
        assertThat(outcome.paged()).isTrue();
        assertThat(outcome.rule()).isEqualTo("test.rule");
        assertThat(outcome.eventDelaySeconds()).isEqualTo(2);
        assertThat(outcome.deliveryDelaySeconds()).isEqualTo(302);
        assertThat(falseAlerts()).isZero();
    }

    @Test
    void doesNotCountAFindingBelowPagingAsRecallButSaysThatItWasSeen() {
        give(finding("f", Severity.LOW, Transition.CREATED, start, "bad-0"));

        assertThat(verdict().outcomes().getFirst().paged()).isFalse();
        assertThat(verdict().outcomes().getFirst().seen()).isTrue();
        assertThat(verdict().lowByRule()).isEmpty();
    }

    @Test
    void countsAnAlertWithoutMaliciousEvidenceAsFalseEvenOnTheVictimDuringTheAttack() {
        give(finding("f", Severity.HIGH, Transition.CREATED, start.plusSeconds(1), "good"));

        assertThat(verdict().outcomes().getFirst().paged()).isFalse();
        assertThat(verdict().falseAlertsByDay().get(1)).isEqualTo(1);
        assertThat(verdict().falseByKind()).containsEntry("PERSON", 1);
    }

    @Test
    void believesPrincipalAndTimeOnlyWhereTheEvidenceIsFull() {
        String[] nineteen = benign(19);
        String[] twenty = benign(20);
        give(finding("few", Severity.HIGH, Transition.CREATED, start.plusSeconds(1), nineteen));
        assertThat(verdict().outcomes().getFirst().paged()).isFalse();

        give(finding("late", Severity.HIGH, Transition.CREATED, start.plusSeconds(3), twenty));
        assertThat(verdict().outcomes().getFirst().paged()).isFalse();

        give(finding("full", Severity.HIGH, Transition.CREATED, start.plusSeconds(2), twenty));
        assertThat(verdict().outcomes().getFirst().paged()).isTrue();
    }

    @Test
    void ringsOnceForAFindingThatIsUpdatedInPlace() {
        for (int i = 0; i < 5; i++) {
            Transition transition = i == 0 ? Transition.CREATED : Transition.UPDATED;
            give(finding("f", Severity.HIGH, transition, start.plusSeconds(i), "good"));
        }

        assertThat(falseAlerts()).isEqualTo(1);
    }

    @Test
    void ringsWhenTheSeverityReachesPagingAndAgainWhenItRisesOrIsReopened() {
        give(finding("f", Severity.LOW, Transition.CREATED, start, "good"));
        assertThat(falseAlerts()).isZero();
        give(finding("f", Severity.MEDIUM, Transition.SEVERITY_RAISED, start, "good"));
        assertThat(falseAlerts()).isEqualTo(1);
        give(finding("f", Severity.HIGH, Transition.SEVERITY_RAISED, start, "good"));
        assertThat(falseAlerts()).isEqualTo(2);
        give(finding("f", Severity.HIGH, Transition.REOPENED, start, "good"));
        assertThat(falseAlerts()).isEqualTo(3);
        give(finding("f", Severity.HIGH, Transition.RESOLVED, start, "good"));
        assertThat(falseAlerts()).isEqualTo(3);
    }

    @Test
    void doesNotCallAFalseAlertTrueBecauseMaliciousCallsAreAddedLater() {
        give(finding("f", Severity.HIGH, Transition.CREATED, start.minusSeconds(60), "good"));
        give(finding("f", Severity.HIGH, Transition.UPDATED, start.plusSeconds(1), "good", "bad-0"));

        assertThat(verdict().outcomes().getFirst().paged()).isFalse();
        assertThat(verdict().outcomes().getFirst().seen()).isTrue();
        assertThat(falseAlerts()).isEqualTo(1);
    }

    @Test
    void followsASequenceToItsMembers() {
        give(finding("member", Severity.LOW, Transition.CREATED, start, "bad-0"));
        Finding sequence = finding("sequence", Severity.CRITICAL, Transition.CREATED, start.plusSeconds(9));
        sequence.setFindingClass(FindingClass.SEQUENCE);
        sequence.setRelated(List.of("member"));
        give(sequence);

        assertThat(verdict().outcomes().getFirst().paged()).isTrue();
        assertThat(falseAlerts()).isZero();
    }

    @Test
    void countsPostureAsWorkAndAlertsOfTheTrainingDaysApart() {
        Finding posture = finding("posture", Severity.HIGH, Transition.CREATED, start, "bad-0");
        posture.setFindingClass(FindingClass.POSTURE);
        give(posture);
        give(finding("early", Severity.HIGH, Transition.CREATED, settings.start(), "good"));

        assertThat(verdict().workItems()).isEqualTo(1);
        assertThat(verdict().trainAlerts()).isEqualTo(1);
        assertThat(verdict().outcomes().getFirst().paged()).isFalse();
        assertThat(falseAlerts()).isZero();
    }

    @Test
    void summarisesRatesPrecisionAtKAndTheCurve() {
        give(finding("true", Severity.HIGH, Transition.CREATED, start, "bad-0"));
        Finding weak = finding("false", Severity.MEDIUM, Transition.CREATED, start, "good");
        weak.setRiskScore(10);
        give(weak);

        Summary summary = Summary.of(List.of(verdict()), TrafficSettings.TRAIN_DAYS);
        assertThat(summary.falseAlerts().estimate()).isEqualTo(1.0 / 14);
        assertThat(summary.precisionAt10().estimate()).isEqualTo(0.5);
        assertThat(summary.precision().estimate()).isEqualTo(0.5);
        assertThat(summary.prevalence()).isEqualTo(0.001);
        assertThat(summary.curve())
                .extracting(Summary.PrPoint::precision, Summary.PrPoint::recall)
                .containsExactly(tuple(1.0, 1.0), tuple(0.5, 1.0));
    }

    private Judge fresh() {
        return new Judge(settings, labels.log(), Severity.MEDIUM, Map.of(WHO, ActorKind.PERSON));
    }

    private void give(Finding finding) {
        judge.take(List.of(finding), null, finding.getLastSeen().plusSeconds(300));
    }

    private RunVerdict verdict() {
        return judge.verdict("test", "detector", 0, 0);
    }

    private int falseAlerts() {
        return verdict().falseAlertsByDay().stream().mapToInt(Integer::intValue).sum();
    }

    private static String[] benign(int count) {
        String[] ids = new String[count];
        for (int i = 0; i < count; i++) {
            ids[i] = "good-" + i;
        }
        return ids;
    }

    private static Finding finding(
            String id, Severity severity, Transition transition, Instant at, String... eventIds) {
        List<Evidence> evidence = new ArrayList<>();
        for (String eventId : eventIds) {
            evidence.add(new Evidence(eventId, at, "GetSecretValue", null, null));
        }
        Principal actor = new Principal();
        actor.setId(WHO);
        return Finding.newBuilder()
                .setId(id)
                .setRevision(1)
                .setFindingClass(FindingClass.ACCESS)
                .setRule(new Rule("test.rule", "test", "1"))
                .setSeverity(severity)
                .setRiskScore(60)
                .setTitle("title")
                .setExplanation("explanation")
                .setFirstSeen(at)
                .setLastSeen(at)
                .setDetectedAt(at)
                .setIngestedAt(at)
                .setActor(actor)
                .setEvidence(evidence)
                .setTransition(transition)
                .build();
    }
}
