package io.keywatch.standins;

import static io.keywatch.standins.Outcome.badRequest;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywatch.standins.MetricStore.Metric;
import io.keywatch.standins.MetricStore.Statistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** CloudWatch metrics in memory, with the limits of PutMetricData. No alarms, no expressions, no percentiles. */
final class CloudWatch implements Service {
    // docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html and API_MetricDatum.html
    private static final int MAX_DATA = 1000;
    private static final int MAX_DIMENSIONS = 30;
    private static final int MAX_VALUES = 150;
    private static final Duration OLDEST = Duration.ofDays(14);
    private static final Duration NEWEST = Duration.ofHours(2);
    private static final String INVALID = "InvalidParameterValue";
    private static final String MISSING = "MissingParameter";

    private final MetricStore store = new MetricStore();

    @Override
    public Outcome handle(Call call) {
        return switch (call.operation()) {
            case "PutMetricData" -> putMetricData(call);
            case "ListMetrics" -> listMetrics(call);
            case "GetMetricStatistics" -> getMetricStatistics(call);
            case "GetMetricData" -> getMetricData(call);
            default -> AwsApi.unknown(call);
        };
    }

    private Outcome putMetricData(Call call) {
        String namespace = call.text("Namespace");
        if (namespace.isEmpty()) {
            return badRequest(MISSING, "The parameter Namespace is required.");
        }
        if (namespace.startsWith("AWS/") || namespace.startsWith(":")) {
            return badRequest(INVALID, "The value AWS/ for parameter Namespace is invalid.");
        }
        JsonNode data = call.input().path("MetricData");
        if (data.isEmpty()) {
            return badRequest(MISSING, "The parameter MetricData is required.");
        }
        if (data.size() > MAX_DATA) {
            return badRequest(INVALID, "The collection MetricData must not have a size greater than " + MAX_DATA + ".");
        }
        // all or nothing, as with AWS
        for (JsonNode datum : data) {
            Optional<Outcome> problem = problem(datum);
            if (problem.isPresent()) {
                return problem.get();
            }
        }
        for (JsonNode datum : data) {
            Instant at = datum.has("Timestamp") ? instant(datum.path("Timestamp")) : Instant.now();
            var metric = new Metric(namespace, datum.path("MetricName").asText(), dimensions(datum));
            statistics(datum).forEach(statistics -> store.add(metric, at, statistics));
        }
        return new Outcome.Answer(Map.of());
    }

    private static Optional<Outcome> problem(JsonNode datum) {
        if (datum.path("MetricName").asText("").isEmpty()) {
            return Optional.of(badRequest(MISSING, "The parameter MetricData.member.N.MetricName is required."));
        }
        if (datum.path("Dimensions").size() > MAX_DIMENSIONS) {
            return Optional.of(badRequest(INVALID, "At most " + MAX_DIMENSIONS + " dimensions."));
        }
        for (JsonNode dimension : datum.path("Dimensions")) {
            if (dimension.path("Name").asText("").isBlank()
                    || dimension.path("Value").asText("").isBlank()) {
                return Optional.of(badRequest(INVALID, "A dimension needs a name and a value."));
            }
        }
        int given =
                (datum.has("Value") ? 1 : 0) + (datum.has("StatisticValues") ? 1 : 0) + (datum.has("Values") ? 1 : 0);
        if (given != 1) {
            return Optional.of(badRequest(
                    "InvalidParameterCombination", "One of Value, Values and StatisticValues must be specified."));
        }
        if (datum.path("Values").size() > MAX_VALUES) {
            return Optional.of(badRequest(INVALID, "At most " + MAX_VALUES + " values."));
        }
        if (datum.has("Counts")
                && datum.path("Counts").size() != datum.path("Values").size()) {
            return Optional.of(badRequest(INVALID, "Values and Counts must have the same length."));
        }
        if (statistics(datum).stream().anyMatch(statistics -> !Double.isFinite(statistics.sum()))) {
            return Optional.of(badRequest(INVALID, "A value must be a finite number."));
        }
        if (datum.has("Timestamp")) {
            Instant at = instant(datum.path("Timestamp"));
            if (at.isBefore(Instant.now().minus(OLDEST))
                    || at.isAfter(Instant.now().plus(NEWEST))) {
                return Optional.of(
                        badRequest(
                                INVALID,
                                "The parameter Timestamp must specify a time no more than two weeks in the past or two hours in the future."));
            }
        }
        return Optional.empty();
    }

    private static List<Statistics> statistics(JsonNode datum) {
        if (datum.has("Value")) {
            return List.of(Statistics.of(datum.path("Value").asDouble(), 1));
        }
        if (datum.has("StatisticValues")) {
            JsonNode set = datum.path("StatisticValues");
            return List.of(new Statistics(
                    set.path("SampleCount").asDouble(),
                    set.path("Sum").asDouble(),
                    set.path("Minimum").asDouble(),
                    set.path("Maximum").asDouble()));
        }
        List<Statistics> all = new ArrayList<>();
        JsonNode values = datum.path("Values");
        for (int i = 0; i < values.size(); i++) {
            all.add(Statistics.of(
                    values.path(i).asDouble(), datum.path("Counts").path(i).asDouble(1)));
        }
        return all;
    }

    private Outcome listMetrics(Call call) {
        List<Object> found = new ArrayList<>();
        for (Metric metric : store.metrics()) {
            boolean wanted =
                    call.text("Namespace").isEmpty() || call.text("Namespace").equals(metric.namespace());
            wanted &=
                    call.text("MetricName").isEmpty() || call.text("MetricName").equals(metric.name());
            for (JsonNode dimension : call.input().path("Dimensions")) {
                String value = metric.dimensions().get(dimension.path("Name").asText());
                wanted &= value != null
                        && (!dimension.has("Value")
                                || dimension.path("Value").asText().equals(value));
            }
            if (wanted) {
                found.add(described(metric));
            }
        }
        return new Outcome.Answer(Map.of("Metrics", found));
    }

    private Outcome getMetricStatistics(Call call) {
        for (String required : List.of("Namespace", "MetricName", "StartTime", "EndTime", "Period")) {
            if (!call.input().has(required)) {
                return badRequest(MISSING, "The parameter " + required + " is required.");
            }
        }
        if (call.input().path("Statistics").isEmpty()) {
            return badRequest(MISSING, "Must specify either Statistics or ExtendedStatistics.");
        }
        List<Object> points = new ArrayList<>();
        read(call.input(), call.input(), call.input().path("Period").asLong()).forEach((at, statistics) -> {
            Map<String, Object> point = new LinkedHashMap<>();
            point.put("Timestamp", at);
            for (JsonNode name : call.input().path("Statistics")) {
                statistics.named(name.asText()).ifPresent(value -> point.put(name.asText(), value));
            }
            point.put("Unit", "None");
            points.add(point);
        });
        return new Outcome.Answer(Map.of("Label", call.text("MetricName"), "Datapoints", points));
    }

    private Outcome getMetricData(Call call) {
        List<Object> results = new ArrayList<>();
        for (JsonNode query : call.input().path("MetricDataQueries")) {
            JsonNode wanted = query.path("MetricStat");
            String statistic = wanted.path("Stat").asText();
            if (wanted.isMissingNode() || Statistics.of(0, 1).named(statistic).isEmpty()) {
                return badRequest("ValidationError", "only MetricStat with the five plain statistics is stood in for");
            }
            List<Instant> times = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            read(wanted.path("Metric"), call.input(), wanted.path("Period").asLong())
                    .forEach((at, statistics) -> {
                        times.add(at);
                        values.add(statistics.named(statistic).orElseThrow());
                    });
            results.add(Map.of(
                    "Id",
                    query.path("Id").asText(),
                    "Label",
                    wanted.path("Metric").path("MetricName").asText(),
                    "Timestamps",
                    times,
                    "Values",
                    values,
                    "StatusCode",
                    "Complete"));
        }
        return new Outcome.Answer(Map.of("MetricDataResults", results, "Messages", List.of()));
    }

    private SortedMap<Instant, Statistics> read(JsonNode metric, JsonNode range, long periodSeconds) {
        return store.read(
                new Metric(
                        metric.path("Namespace").asText(),
                        metric.path("MetricName").asText(),
                        dimensions(metric)),
                instant(range.path("StartTime")),
                instant(range.path("EndTime")),
                Duration.ofSeconds(Math.max(1, periodSeconds)));
    }

    private static Map<String, Object> described(Metric metric) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("Namespace", metric.namespace());
        described.put("MetricName", metric.name());
        described.put(
                "Dimensions",
                metric.dimensions().entrySet().stream()
                        .map(entry -> Map.of("Name", entry.getKey(), "Value", entry.getValue()))
                        .toList());
        return described;
    }

    private static SortedMap<String, String> dimensions(JsonNode holder) {
        SortedMap<String, String> dimensions = new TreeMap<>();
        holder.path("Dimensions")
                .forEach(dimension -> dimensions.put(
                        dimension.path("Name").asText(), dimension.path("Value").asText()));
        return dimensions;
    }

    private static Instant instant(JsonNode epochSeconds) {
        return Instant.ofEpochMilli(Math.round(epochSeconds.asDouble() * 1000));
    }
}
