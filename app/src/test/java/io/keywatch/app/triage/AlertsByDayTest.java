package io.keywatch.app.triage;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Rule;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AlertsByDayTest {
    private static final Instant TO = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant FROM = TO.minus(Duration.ofDays(9));

    @Test
    void countsWhatPagesByDetectorAndDayAndTheSuppressedAndTheTriedBesideIt() {
        Finding hidden = finding("access.a", Severity.HIGH, 2);
        hidden.setSuppressionId("one");
        Finding tried = finding("access.a", Severity.HIGH, 2);
        tried.setFacts(Map.of("staged", "true"));

        AlertsByDay days = AlertsByDay.of(
                List.of(
                        finding("access.a", Severity.HIGH, 1),
                        finding("access.a", Severity.MEDIUM, 1),
                        finding("access.a", Severity.HIGH, 3),
                        finding("access.a", Severity.LOW, 3),
                        finding("access.a", Severity.HIGH, 11),
                        finding("access.b", Severity.INFORMATIONAL, 1),
                        hidden,
                        tried),
                Severity.MEDIUM,
                FROM,
                TO);

        assertThat(days.lines()).hasSize(2);
        assertThat(days.lines().get(1).trim().split(" +"))
                .containsExactly("access.a", "3", "0.30", "2026-03-09:", "2", "1", "1");
        assertThat(days.dayByDay().stream().map(line -> line.replaceAll(" +", " ")))
                .containsExactly("2026-03-07 1 access.a", "2026-03-09 2 access.a");
    }

    @Test
    void saysNothingOfDetectorsThatAreSilent() {
        assertThat(AlertsByDay.of(List.of(), Severity.MEDIUM, FROM, TO).lines()).hasSize(1);
    }

    private static Finding finding(String rule, Severity severity, int daysAgo) {
        Instant at = TO.minus(Duration.ofDays(daysAgo));
        return Finding.newBuilder()
                .setId(rule + at)
                .setRevision(1)
                .setRule(Rule.newBuilder()
                        .setId(rule)
                        .setName(rule)
                        .setVersion("1")
                        .build())
                .setSeverity(severity)
                .setTitle("title")
                .setExplanation("explanation")
                .setFirstSeen(at)
                .setLastSeen(at)
                .setDetectedAt(at)
                .setIngestedAt(at)
                .build();
    }
}
