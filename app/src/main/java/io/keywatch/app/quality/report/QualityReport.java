package io.keywatch.app.quality.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywatch.app.quality.QualityResult;
import io.keywatch.app.quality.judge.AttackOutcome;
import io.keywatch.app.quality.judge.FalseAlert;
import io.keywatch.app.quality.judge.Interval;
import io.keywatch.app.quality.judge.RunVerdict;
import io.keywatch.app.quality.judge.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The result as lines, one figure each, and as one page to read. */
public final class QualityReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private QualityReport() {}

    public static void writePage(QualityResult result, Path page) throws IOException {
        Path folder = page.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(page, new QualityPage(result).render(), StandardCharsets.UTF_8);
    }

    /** Lines of type summary, class, run, miss and false-alert. */
    public static List<String> lines(QualityResult result) {
        List<String> lines = new ArrayList<>();
        for (Summary summary : result.summaries()) {
            lines.add(summary(summary));
            summary.classes().forEach((attackClass, figures) -> {
                ObjectNode line = line("class", summary.generator(), summary.contender());
                line.put("class", attackClass.name());
                line.put("attacks", figures.attacks());
                line.put("target", attackClass.target());
                interval(line, "recall", figures.paged());
                interval(line, "recallAnySeverity", figures.seen());
                number(line, "eventDelayP50Seconds", figures.eventDelayP50());
                number(line, "eventDelayP95Seconds", figures.eventDelayP95());
                number(line, "deliveryDelayP50Seconds", figures.deliveryDelayP50());
                number(line, "deliveryDelayP95Seconds", figures.deliveryDelayP95());
                lines.add(line.toString());
            });
        }
        for (RunVerdict run : result.runs()) {
            ObjectNode line = line("run", run.generator(), run.contender());
            line.put("seed", run.seed());
            line.put("principals", run.principals());
            line.put("calls", run.calls());
            line.put("attacks", run.outcomes().size());
            line.put(
                    "found",
                    run.outcomes().stream().filter(AttackOutcome::paged).count());
            line.set("falseAlertsByDay", JSON.valueToTree(run.falseAlertsByDay()));
            line.set("alertsByDay", JSON.valueToTree(run.alertsByDay()));
            number(line, "seconds", run.seconds());
            lines.add(line.toString());
            losing(lines, run);
        }
        return lines;
    }

    private static void losing(List<String> lines, RunVerdict run) {
        for (AttackOutcome outcome : run.outcomes()) {
            if (!outcome.paged()) {
                ObjectNode line = line("miss", run.generator(), run.contender());
                line.put("seed", run.seed());
                line.put("class", outcome.attackClass().name());
                line.put("kind", outcome.kind().name());
                line.put("variant", outcome.variant());
                line.put("principal", outcome.principalId());
                line.put("seenBelowPaging", outcome.seen());
                lines.add(line.toString());
            }
        }
        for (FalseAlert alert : run.samples()) {
            ObjectNode line = line("false-alert", run.generator(), run.contender());
            line.put("seed", run.seed());
            line.put("rule", alert.rule());
            line.put("severity", alert.severity());
            line.put("kind", alert.kind());
            line.put("principal", alert.principalId());
            line.put("at", alert.at().toString());
            line.put("title", alert.title());
            line.put("explanation", alert.explanation());
            lines.add(line.toString());
        }
    }

    private static String summary(Summary summary) {
        ObjectNode line = line("summary", summary.generator(), summary.contender());
        line.put("seeds", summary.seeds());
        interval(line, "falseAlertsPerDayPer1000", summary.falseAlerts());
        number(line, "lowFindingsPerDayPer1000", summary.lowPerDay());
        number(line, "workItemsPerDayPer1000", summary.workItemsPerDay());
        number(line, "trainAlertsPerDayPer1000", summary.trainAlertsPerDay());
        interval(line, "precision", summary.precision());
        interval(line, "precisionAt10", summary.precisionAt10());
        interval(line, "precisionAt50", summary.precisionAt50());
        number(line, "attacksPerPrincipal", summary.prevalence());
        line.set("falseByRule", JSON.valueToTree(summary.falseByRule()));
        line.set("lowByRule", JSON.valueToTree(summary.lowByRule()));
        line.set("falseByKind", JSON.valueToTree(summary.falseByKind()));
        number(line, "callsPerRun", summary.callsPerRun());
        number(line, "secondsPerRun", summary.secondsPerRun());
        return line.toString();
    }

    private static ObjectNode line(String type, String generator, String contender) {
        return JSON.createObjectNode()
                .put("type", type)
                .put("generator", generator)
                .put("contender", contender);
    }

    private static void interval(ObjectNode line, String name, Interval interval) {
        number(line, name, interval.estimate());
        number(line, name + "Low", interval.low());
        number(line, name + "High", interval.high());
    }

    /** JSON has no NaN: a figure that does not exist is null. */
    private static void number(ObjectNode line, String name, double value) {
        if (Double.isNaN(value)) {
            line.putNull(name);
        } else {
            line.put(name, Math.round(value * 10_000) / 10_000.0);
        }
    }
}
