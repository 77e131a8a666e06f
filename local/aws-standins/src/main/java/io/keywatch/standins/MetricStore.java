package io.keywatch.standins;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was put, per metric, and its aggregates per period. */
final class MetricStore {
    record Metric(String namespace, String name, SortedMap<String, String> dimensions) {}

    record Statistics(double count, double sum, double minimum, double maximum) {
        static Statistics of(double value, double count) {
            return new Statistics(count, value * count, value, value);
        }

        Statistics and(Statistics other) {
            return new Statistics(
                    count + other.count,
                    sum + other.sum,
                    Math.min(minimum, other.minimum),
                    Math.max(maximum, other.maximum));
        }

        Optional<Double> named(String statistic) {
            return switch (statistic) {
                case "SampleCount" -> Optional.of(count);
                case "Sum" -> Optional.of(sum);
                case "Minimum" -> Optional.of(minimum);
                case "Maximum" -> Optional.of(maximum);
                case "Average" -> Optional.of(sum / count);
                default -> Optional.empty();
            };
        }
    }

    private record Point(Instant at, Statistics statistics) {}

    private final Map<Metric, List<Point>> points = new LinkedHashMap<>();

    synchronized void add(Metric metric, Instant at, Statistics statistics) {
        points.computeIfAbsent(metric, unseen -> new ArrayList<>()).add(new Point(at, statistics));
    }

    synchronized List<Metric> metrics() {
        return List.copyOf(points.keySet());
    }

    /** From inclusive, to exclusive, keyed by the start of the period. */
    synchronized SortedMap<Instant, Statistics> read(Metric metric, Instant from, Instant to, Duration period) {
        SortedMap<Instant, Statistics> periods = new TreeMap<>();
        for (Point point : points.getOrDefault(metric, List.of())) {
            if (!point.at().isBefore(from) && point.at().isBefore(to)) {
                long start = Math.floorDiv(point.at().getEpochSecond(), period.toSeconds()) * period.toSeconds();
                periods.merge(Instant.ofEpochSecond(start), point.statistics(), Statistics::and);
            }
        }
        return periods;
    }
}
