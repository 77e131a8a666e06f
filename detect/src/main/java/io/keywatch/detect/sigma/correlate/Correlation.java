package io.keywatch.detect.sigma.correlate;

import java.time.Duration;
import java.util.List;

/**
 * A correlation, compiled.
 *
 * @param id of the rule, as findings name it
 * @param title what an outer correlation shows of it
 * @param size how many rules it refers to: their positions are the bits of a occurrence
 * @param groupBy names of the fields that tell groups apart, as the rule writes them
 */
public record Correlation(
        String id, String title, Type type, int size, List<String> groupBy, Duration timespan, Bound bound) {

    /** One bit each in a occurrence. */
    public static final int MAX_RULES = 31;

    /** What a window may span: longer ones would keep every event of every group for that long. */
    public static final Duration MAX_TIMESPAN = Duration.ofDays(30);

    /** The four types of Sigma 2.0; the metrics of 2.1 count nothing that CloudTrail has. */
    public enum Type {
        EVENT_COUNT,
        VALUE_COUNT,
        TEMPORAL,
        TEMPORAL_ORDERED
    }

    public Correlation {
        groupBy = List.copyOf(groupBy);
    }

    long span() {
        return timespan.toMillis();
    }
}
