package io.keywatch.detect.incident;

import static io.keywatch.detect.incident.Signals.signal;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.DetectorCatalog;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeighingTest {
    private static final String ACCESS = "access.bulk-secret-read";
    private static final String EVASION = "access.trail-stopped";
    private static final String PERSISTENCE = "access.access-key-for-another-user";
    private static final String ESCALATION = "access.administrator-attached";

    private static final int BAR = AccessSettings.INCIDENT_AT;

    private final Weighing weighing = new Weighing(DetectorCatalog.all(), BAR);

    @Test
    void setsTheBarAtItsScore() {
        for (int bar : new int[] {BAR, 60}) {
            Weighing other = new Weighing(DetectorCatalog.all(), bar);
            for (int risk = bar - 1; risk <= bar + 1; risk++) {
                ActorLedger ledger = ActorLedger.EMPTY
                        .with(signal("a", ACCESS, Severity.MEDIUM, risk - 10, Duration.ZERO))
                        .with(signal("b", EVASION, Severity.LOW, 10, Duration.ZERO));

                assertThat(other.incidents(ledger)).hasSize(risk >= bar ? 1 : 0);
            }
        }
    }

    @Test
    void wantsAMediumFindingOrThreeStages() {
        Signal access = signal("a", ACCESS, Severity.LOW, 25, Duration.ZERO);
        Signal evasion = signal("b", EVASION, Severity.LOW, 25, Duration.ZERO);
        Signal persistence = signal("c", PERSISTENCE, Severity.LOW, 25, Duration.ZERO);

        assertThat(weighing.weight(List.of(access, evasion)).passes(BAR)).isFalse();
        assertThat(weighing.weight(List.of(access, evasion, persistence)).passes(BAR))
                .isTrue();
    }

    @Test
    void takesGainingRightsAndMakingThemLastForOneStage() {
        assertThat(weighing.weight(List.of(
                                signal("a", ESCALATION, Severity.HIGH, 60, Duration.ZERO),
                                signal("b", PERSISTENCE, Severity.HIGH, 60, Duration.ZERO)))
                        .passes(BAR))
                .isFalse();
    }

    @Test
    void countsARuleOnceAndInformationalSignalsForNoStage() {
        List<Signal> signals = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            signals.add(signal("s" + i, ACCESS, Severity.LOW, 20, Duration.ZERO));
        }
        signals.add(signal("t", EVASION, Severity.INFORMATIONAL, 0, Duration.ZERO));

        assertThat(weighing.weight(signals).score()).isEqualTo(20);
        assertThat(weighing.weight(signals).stages()).hasSize(1);
    }

    @Test
    void halvesARiskInADay() {
        assertThat(weighing.weight(List.of(
                                signal("a", ACCESS, Severity.HIGH, 40, Duration.ZERO),
                                signal("b", EVASION, Severity.HIGH, 50, Duration.ofDays(1))))
                        .score())
                .isEqualTo(70);
    }

    @Test
    void looksBackADay() {
        long day = TimeKeys.DAY;
        for (long apart : new long[] {day - 1, day, day + 1}) {
            ActorLedger ledger = ActorLedger.EMPTY
                    .with(signal("a", ACCESS, Severity.HIGH, 60, Duration.ZERO))
                    .with(signal("b", EVASION, Severity.HIGH, 60, Duration.ofMillis(apart)));

            assertThat(weighing.incidents(ledger)).hasSize(apart < day ? 1 : 0);
        }
    }

    @Test
    void calmsDownOnTheThirdDayOfTheSameUnlessItIsGraver() {
        ActorLedger ledger = ActorLedger.EMPTY;
        for (int day = 0; day < 2; day++) {
            ledger = ledger.with(signal("a" + day, ACCESS, Severity.MEDIUM, 40, Duration.ofDays(day)));
            ledger = ledger.with(signal("b" + day, EVASION, Severity.MEDIUM, 40, Duration.ofDays(day)));
        }
        ActorLedger usual = ledger.with(signal(
                        "a2", ACCESS, Severity.MEDIUM, 40, Duration.ofDays(2).plusHours(1)))
                .with(signal(
                        "b2", EVASION, Severity.MEDIUM, 40, Duration.ofDays(2).plusHours(1)));
        ActorLedger graver = ledger.with(signal(
                        "a2", ACCESS, Severity.HIGH, 60, Duration.ofDays(2).plusHours(1)))
                .with(signal(
                        "b2", EVASION, Severity.HIGH, 60, Duration.ofDays(2).plusHours(1)));

        assertThat(weighing.incidents(usual)).hasSize(1);
        assertThat(weighing.incidents(graver)).hasSize(2);
    }

    @Test
    void keepsHabitsBeyondTheSignalsThatMadeThem() {
        ActorLedger ledger = ActorLedger.EMPTY;
        for (int day : new int[] {0, 1, 10, 20}) {
            ledger = ledger.with(signal("a" + day, ACCESS, Severity.MEDIUM, 40, Duration.ofDays(day)))
                    .with(signal("b" + day, EVASION, Severity.MEDIUM, 40, Duration.ofDays(day)));
            ledger = ledger.settled(weighing.incidents(ledger));
        }

        assertThat(ledger.signals()).hasSize(2);
        assertThat(weighing.incidents(ledger)).isEmpty();
        var codec = ActorLedger.codec(Signals.CODEC);
        ActorLedger raised = ledger.raised(List.of("20000|id"));
        assertThat(codec.decode(codec.encode(raised))).isEqualTo(raised);
    }

    @Test
    void keepsAsManySignalsAsItsLimitTheGravestFirst() {
        for (int count :
                new int[] {ActorLedger.MAX_SIGNALS - 1, ActorLedger.MAX_SIGNALS, ActorLedger.MAX_SIGNALS + 1}) {
            ActorLedger ledger = ActorLedger.EMPTY;
            for (int i = 0; i < count; i++) {
                ledger = ledger.with(signal("s" + i, ACCESS, Severity.LOW, i == 5 ? 1 : 10, Duration.ofSeconds(i)));
            }

            assertThat(ledger.signals()).hasSize(Math.min(count, ActorLedger.MAX_SIGNALS));
            assertThat(ledger.signals().stream()
                            .anyMatch(signal -> signal.getId().equals("s5")))
                    .isEqualTo(count <= ActorLedger.MAX_SIGNALS);
        }
    }

    @Test
    void keepsAFewOfTheSameWeakSignal() {
        for (int count : new int[] {ActorLedger.MAX_ALIKE - 1, ActorLedger.MAX_ALIKE, ActorLedger.MAX_ALIKE + 1}) {
            ActorLedger ledger = ActorLedger.EMPTY;
            for (int i = count; i > 0; i--) {
                Signal weak = signal("w", Recon.KEYS.kind(), Severity.INFORMATIONAL, 0, Duration.ofSeconds(i));
                ledger = ledger.with(Leads.rooted(weak, "key" + i));
            }

            assertThat(ledger.signals()).hasSize(Math.min(count, ActorLedger.MAX_ALIKE));
            assertThat(ledger.signals().getFirst().getVia()).isEqualTo("key1");
        }
    }

    @Test
    void tellsAStoryOfLimitedLength() {
        for (int count : new int[] {Story.MAX_STEPS - 1, Story.MAX_STEPS, Story.MAX_STEPS + 1}) {
            List<Signal> signals = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                signals.add(signal("s" + i, i % 2 == 0 ? ACCESS : EVASION, Severity.HIGH, 60, Duration.ofSeconds(i)));
            }
            Incident incident =
                    new Incident(signals.getFirst().getAt().toEpochMilli(), signals, weighing.weight(signals));

            var finding = new Story(weighing).of("role/app", incident);

            assertThat(finding.getSequence().getSteps()).hasSize(Math.min(count, Story.MAX_STEPS));
            assertThat(finding.getSequence().getSignals()).isEqualTo(count);
            assertThat(finding.getEvidence()).hasSize(Story.MAX_EVIDENCE);
        }
    }
}
