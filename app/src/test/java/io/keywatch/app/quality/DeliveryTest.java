package io.keywatch.app.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.app.quality.process.ProcessGenerator;
import io.keywatch.schemas.v1.ApiCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    @Test
    void deliversLateDisorderedAndSomeTwiceButLosesNothing() {
        List<ApiCall> calls = new ArrayList<>();
        new ProcessGenerator().open(TrafficSettings.of(100, 1)).calls().forEachRemaining(calls::add);
        List<Delivered> delivered = new ArrayList<>();
        new Delivery(calls.iterator(), 1).forEachRemaining(delivered::add);

        Set<String> ids = new HashSet<>();
        int disordered = 0;
        Instant reached = Instant.MIN;
        Instant newest = Instant.MIN;
        for (Delivered each : delivered) {
            Duration lag = Duration.between(each.call().getEventTime(), each.at());
            assertThat(lag).isBetween(Duration.ZERO, Delivery.LONGEST_LAG);
            assertThat(each.at()).isAfterOrEqualTo(reached);
            assertThat(each.call().getIngestedAt()).isEqualTo(each.at());
            reached = each.at();
            disordered += each.call().getEventTime().isBefore(newest) ? 1 : 0;
            newest = each.call().getEventTime().isAfter(newest) ? each.call().getEventTime() : newest;
            ids.add(each.call().getEventId());
        }
        assertThat(ids).hasSize(calls.size());
        assertThat((delivered.size() - ids.size()) / (double) ids.size()).isBetween(0.007, 0.013);
        assertThat(disordered / (double) delivered.size()).isGreaterThan(0.3);
    }
}
