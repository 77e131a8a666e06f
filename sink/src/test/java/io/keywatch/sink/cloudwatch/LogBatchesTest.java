package io.keywatch.sink.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LogBatchesTest {
    private static final long DAY = LogBatches.MAX_SPAN.toMillis();

    @Property(tries = 200)
    void losesNothingAndKeepsEveryLimit(@ForAll("events") List<LogBatches.Event> events) {
        List<List<LogBatches.Event>> batches = LogBatches.of(events);
        assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(events.size());
        long last = Long.MIN_VALUE;
        for (List<LogBatches.Event> batch : batches) {
            assertThat(batch.stream().mapToLong(LogBatches.Event::bytes).sum())
                    .isLessThanOrEqualTo(LogBatches.MAX_BATCH_BYTES);
            assertThat(batch.getLast().timestamp() - batch.getFirst().timestamp())
                    .isLessThanOrEqualTo(DAY);
            for (LogBatches.Event event : batch) {
                assertThat(event.timestamp()).isGreaterThanOrEqualTo(last);
                last = event.timestamp();
            }
        }
    }

    @Test
    void cutsAtTheLimitOfBytes() {
        int half = LogBatches.MAX_BATCH_BYTES / 2;
        assertThat(LogBatches.of(List.of(event(0, 0, half), event(1, 0, half - 1))))
                .hasSize(1);
        assertThat(LogBatches.of(List.of(event(0, 0, half), event(1, 0, half)))).hasSize(1);
        assertThat(LogBatches.of(List.of(event(0, 0, half), event(1, 0, half + 1))))
                .hasSize(2);
    }

    @Test
    void cutsAtTheLimitOfEvents() {
        for (int extra : new int[] {-1, 0, 1}) {
            List<LogBatches.Event> events = new ArrayList<>();
            for (int i = 0; i < LogBatches.MAX_BATCH_EVENTS + extra; i++) {
                events.add(event(i, 0, 30));
            }
            assertThat(LogBatches.of(events)).hasSize(extra > 0 ? 2 : 1);
        }
    }

    @Test
    void cutsAtTheLimitOfTheSpan() {
        assertThat(LogBatches.of(List.of(event(0, 0, 30), event(1, DAY - 1, 30))))
                .hasSize(1);
        assertThat(LogBatches.of(List.of(event(0, 0, 30), event(1, DAY, 30)))).hasSize(1);
        assertThat(LogBatches.of(List.of(event(0, 0, 30), event(1, DAY + 1, 30))))
                .hasSize(2);
    }

    @Provide
    Arbitrary<List<LogBatches.Event>> events() {
        Arbitrary<LogBatches.Event> event = Combinators.combine(
                        Arbitraries.longs().between(0, 5 * DAY),
                        Arbitraries.integers().between(30, LogBatches.MAX_EVENT_BYTES))
                .as((time, bytes) -> event(0, time, bytes));
        return event.list().ofMaxSize(60);
    }

    private static LogBatches.Event event(int position, long time, int bytes) {
        return new LogBatches.Event(position, time, "", bytes);
    }
}
