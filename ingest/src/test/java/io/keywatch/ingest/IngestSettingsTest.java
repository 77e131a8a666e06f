package io.keywatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywatch.ingest.cloudtrail.ReaderLimits;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class IngestSettingsTest {
    @Test
    void hasDefaultsThatFitEachOther() {
        IngestSettings settings = IngestSettings.of(List.of(QueueSettings.of(Harness.QUEUE, QueueKind.AUTO)));

        assertThat(settings.visibility()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.bufferBytes()).isGreaterThanOrEqualTo(settings.objectBytes());
        assertThat(settings.queues().getFirst().name()).isEqualTo("queue");
    }

    @Test
    void tellsEveryProblemAtOnce() {
        assertThatThrownBy(() -> new IngestSettings(
                        List.of(),
                        0,
                        1,
                        0,
                        Duration.ofHours(13),
                        Duration.ofSeconds(21),
                        0,
                        Duration.ZERO,
                        Duration.ofSeconds(-1),
                        ReaderLimits.DEFAULTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "ingest.queues",
                        "ingest.messages-in-flight",
                        "ingest.object-bytes",
                        "ingest.buffer-bytes",
                        "ingest.visibility",
                        "ingest.long-poll",
                        "ingest.receives",
                        "ingest.back-off",
                        "ingest.drain");
        assertThatThrownBy(() -> new ReaderLimits(1, 1, 0, 1, 0))
                .hasMessageContainingAll("record-bytes", "depth", "inflated-bytes", "ratio", "faults-per-file");
        assertThatThrownBy(() -> QueueSettings.of("queue", QueueKind.AUTO)).hasMessageContaining("not a URL");
        assertThatThrownBy(() -> new QueueSettings(Harness.QUEUE, QueueKind.OBJECTS, Set.of("b")))
                .hasMessageContaining("log-buckets");
    }

    @Test
    void deliveryDoesNotDependOnWhatIsGiven() {
        Properties given = new Properties();
        given.put("bootstrap.servers", "localhost:9092");
        given.put("acks", "0");
        given.put("enable.idempotence", "false");
        given.put("linger.ms", "5");

        Properties all = ProducerDefaults.over(given);

        assertThat(all)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("linger.ms", "5")
                .containsEntry("bootstrap.servers", "localhost:9092");
    }

    @Test
    void waitsLongerAfterEveryAttemptUpToTheLongest() {
        BackOff full = new BackOff(Duration.ofMinutes(15), () -> 1.0);
        assertThat(full.after(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(full.after(2)).isEqualTo(Duration.ofSeconds(10));
        assertThat(full.after(8)).isEqualTo(Duration.ofSeconds(640));
        assertThat(full.after(9)).isEqualTo(Duration.ofMinutes(15));
        assertThat(full.after(1_000_000)).isEqualTo(Duration.ofMinutes(15));
        assertThat(new BackOff(Duration.ofMinutes(15), () -> 0.0).after(1)).isEqualTo(Duration.ofSeconds(4));
        assertThat(new BackOff(Duration.ofSeconds(1), () -> 0.0).after(5)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aBudgetGivesBackWhatWasTaken() throws InterruptedException {
        ByteBudget budget = new ByteBudget(10 << 10);
        try (ByteBudget.Share all = budget.take(1 << 30)) {
            assertThat(all).isNotNull();
            assertThat(budget.freeBytes()).isZero();
        }
        assertThat(budget.freeBytes()).isEqualTo(10 << 10);
        try (ByteBudget.Share one = budget.take(1)) {
            assertThat(one).isNotNull();
            assertThat(budget.freeBytes()).isEqualTo(9 << 10);
        }
    }
}
