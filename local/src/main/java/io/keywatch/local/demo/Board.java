package io.keywatch.local.demo;

import io.keywatch.sink.opensearch.FindingRow;
import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows the findings: a table that is redrawn on a terminal, a line a change elsewhere. */
final class Board {
    private static final String HOME_AND_CLEAR = "\033[H\033[2J";
    private static final int TITLE_WIDTH = 72;
    private static final List<String> SEVERITIES = List.of("informational", "low", "medium", "high", "critical");

    private final PrintWriter out;
    private final boolean terminal;
    private final List<String> head;
    private final Map<String, String> shown = new HashMap<>();

    /** @param head lines that stay on top */
    Board(PrintWriter out, boolean terminal, List<String> head) {
        this.out = out;
        this.terminal = terminal;
        this.head = head;
        if (!terminal) {
            head.forEach(out::println);
            out.flush();
        }
    }

    void show(List<FindingRow> rows, String status) {
        List<FindingRow> sorted = rows.stream()
                .sorted(Comparator.comparingInt((FindingRow row) -> -SEVERITIES.indexOf(row.severity()))
                        .thenComparing(FindingRow::detectedAt)
                        .thenComparing(FindingRow::id))
                .toList();
        if (terminal) {
            redraw(sorted, status);
        } else {
            sorted.forEach(this::printIfChanged);
        }
        out.flush();
    }

    private void redraw(List<FindingRow> rows, String status) {
        out.print(HOME_AND_CLEAR);
        head.forEach(out::println);
        out.println();
        out.println(line("SEVERITY", "STATE", "RULE", "FINDING"));
        rows.forEach(row -> out.println(line(row)));
        out.println();
        out.println(status);
    }

    private void printIfChanged(FindingRow row) {
        String now = row.state() + row.severity();
        if (!now.equals(shown.put(row.id(), now))) {
            out.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " " + line(row));
        }
    }

    private static String line(FindingRow row) {
        String title =
                row.title().length() <= TITLE_WIDTH ? row.title() : row.title().substring(0, TITLE_WIDTH - 1) + "…";
        return line(row.severity(), row.state(), row.rule(), title);
    }

    private static String line(String severity, String state, String rule, String title) {
        return String.format(Locale.ROOT, "%-13s %-8s %-36s %s", severity, state, rule, title);
    }
}
