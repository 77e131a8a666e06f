package io.keywatch.app.quality.office;

import java.time.Duration;
import java.time.Instant;

/** Day 0 is a Monday. */
record Day(int index, Instant midnight) {
    boolean workday() {
        return index % 7 < 5;
    }

    Instant hour(double hours) {
        return midnight.plus(Duration.ofMillis((long) (hours * 3_600_000)));
    }
}
