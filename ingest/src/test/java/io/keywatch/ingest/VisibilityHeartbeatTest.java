package io.keywatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

final class VisibilityHeartbeatTest {
    private final FakeSqs sqs = new FakeSqs();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final VisibilityHeartbeat heartbeat = new VisibilityHeartbeat(
            sqs,
            QueueSettings.of(Harness.QUEUE, QueueKind.AUTO),
            Duration.ofMinutes(2),
            new IngestMetrics(registry),
            clock);

    @Test
    void renewsEveryHeldMessageInBatchesOfTen() {
        IntStream.range(0, 25).forEach(i -> heartbeat.hold("h" + i));

        heartbeat.beat();

        assertThat(sqs.renewed).hasSize(25).doesNotHaveDuplicates();
        assertThat(sqs.batchSizes).containsExactly(10, 10, 5);
    }

    @Test
    void leavesAloneWhatWasLetGo() {
        heartbeat.hold("kept");
        heartbeat.hold("done");
        heartbeat.letGo("done");

        heartbeat.beat();

        assertThat(sqs.renewed).containsExactly("kept");
        assertThat(heartbeat.held()).isEqualTo(1);
    }

    @Test
    void asksNothingWhenNothingIsHeld() {
        heartbeat.beat();

        assertThat(sqs.batchSizes).isEmpty();
    }

    @Test
    void countsRefusalsAndGoesOnAfterFailures() {
        heartbeat.hold("h");
        sqs.refuseRenewals = true;
        heartbeat.beat();
        sqs.refuseRenewals = false;
        sqs.renewFault = () -> SdkClientException.create("no network");
        heartbeat.beat();
        sqs.renewFault = null;
        heartbeat.beat();

        assertThat(count("refused")).isEqualTo(1);
        assertThat(count("failed")).isEqualTo(1);
        assertThat(count("renewed")).isEqualTo(1);
    }

    @Test
    void stopsHoldingBeforeTheQueueTakesTheMessageBackAnyway() {
        heartbeat.hold("old");
        now = now.plus(Duration.ofHours(11)).plusSeconds(1);

        heartbeat.beat();

        assertThat(sqs.renewed).isEmpty();
        assertThat(heartbeat.held()).isZero();
    }

    private double count(String outcome) {
        return registry.get("keywatch.ingest.heartbeats")
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
