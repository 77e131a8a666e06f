package io.keywatch.app.triage;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many alerts each detector raised on each UTC day: findings at or above a severity, by when they were detected.
 * What pages nobody, suppressed or on trial, is counted beside them, never left out.
 */
public final class AlertsByDay {
    private static final String STAGED = "staged";

    private final Map<String, TreeMap<LocalDate, Integer>> alerts = new TreeMap<>();
    private final Map<String, Integer> suppressed = new TreeMap<>();
    private final Map<String, Integer> onTrial = new TreeMap<>();
    private final LocalDate first;
    private final LocalDate last;

    private AlertsByDay(LocalDate first, LocalDate last) {
        this.first = first;
        this.last = last;
    }

    public static AlertsByDay of(Collection<Finding> findings, Severity atLeast, Instant from, Instant to) {
        AlertsByDay days = new AlertsByDay(day(from), day(to));
        for (Finding finding : findings) {
            LocalDate day = day(finding.getDetectedAt());
            if (finding.getSeverity().compareTo(atLeast) >= 0 && !day.isBefore(days.first) && !day.isAfter(days.last)) {
                String rule = finding.getRule().getId();
                TreeMap<LocalDate, Integer> byDay = days.alerts.computeIfAbsent(rule, _ -> new TreeMap<>());
                if (finding.getSuppressionId() != null) {
                    days.suppressed.merge(rule, 1, Integer::sum);
                } else if ("true".equals(finding.getFacts().get(STAGED))) {
                    days.onTrial.merge(rule, 1, Integer::sum);
                } else {
                    byDay.merge(day, 1, Integer::sum);
                }
            }
        }
        return days;
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /** A line for each day and detector that raised something on it, oldest first: day, alerts, detector. */
    public List<String> dayByDay() {
        TreeMap<LocalDate, List<String>> lines = new TreeMap<>();
        alerts.forEach((rule, byDay) -> byDay.forEach((day, count) -> lines.computeIfAbsent(day, _ -> new ArrayList<>())
                .add(String.format(Locale.ROOT, "%s %7d  %s", day, count, rule))));
        return lines.values().stream().flatMap(List::stream).toList();
    }

    /** A table: detector, alerts, a day on average, the worst day, suppressed, on trial. */
    public List<String> lines() {
        long days = last.toEpochDay() - first.toEpochDay() + 1;
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-44s %7s %7s  %-16s %10s %8s",
                "detector",
                "alerts",
                "a day",
                "worst day",
                "suppressed",
                "on trial"));
        alerts.forEach((rule, byDay) -> {
            int sum = byDay.values().stream().mapToInt(Integer::intValue).sum();
            String worst = byDay.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(entry -> entry.getKey() + ": " + entry.getValue())
                    .orElse("-");
            lines.add(String.format(
                    Locale.ROOT,
                    "%-44s %7d %7.2f  %-16s %10d %8d",
                    rule,
                    sum,
                    (double) sum / days,
                    worst,
                    suppressed.getOrDefault(rule, 0),
                    onTrial.getOrDefault(rule, 0)));
        });
        return lines;
    }
}
