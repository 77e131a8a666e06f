package io.keywatch.detect.incident;

import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Signal;
import java.util.List;

/**
 * A run of one actor's signals that is more than coincidence.
 *
 * @param openedAt when they became so, epoch milliseconds
 * @param members oldest first
 */
record Incident(long openedAt, List<Signal> members, Weighing.Weight weight) {
    /** What comes later is another incident. */
    long end() {
        return openedAt + Weighing.WINDOW;
    }

    /** Three stages leave no innocent reading of the members, each of which may have one. */
    boolean raised() {
        return weight.stages().size() >= Weighing.MANY_STAGES;
    }

    Severity severity() {
        return switch (weight.gravest()) {
            case CRITICAL -> Severity.CRITICAL;
            case HIGH -> raised() ? Severity.CRITICAL : Severity.HIGH;
            case MEDIUM -> raised() ? Severity.HIGH : Severity.MEDIUM;
            case LOW, INFORMATIONAL, UNKNOWN -> Severity.MEDIUM;
        };
    }
}
