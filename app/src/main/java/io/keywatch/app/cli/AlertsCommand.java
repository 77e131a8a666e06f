package io.keywatch.app.cli;

import io.keywatch.app.log.Logging;
import io.keywatch.app.triage.AlertsByDay;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "alerts",
        description = "Reports how many alerts each detector raised a day, and how many were suppressed.",
        mixinStandardHelpOptions = true)
final class AlertsCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OnBroker broker;

    @Option(
            names = "--days",
            defaultValue = "30",
            paramLabel = "N",
            description = "Back from now (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--min-severity",
            defaultValue = "MEDIUM",
            paramLabel = "SEVERITY",
            description = "What counts as an alert (default: ${DEFAULT-VALUE}).")
    private Severity atLeast = Severity.MEDIUM;

    @Option(
            names = "--day-by-day",
            description = "A line for each day and each detector that raised something on it, in place of the sums.")
    private boolean dayByDay;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Logging.forShortCommand();
        Instant now = Instant.now();
        Instant from = now.minus(Duration.ofDays(days));
        return broker.run(desk -> {
            AlertsByDay alerts = AlertsByDay.of(desk.findingsSince(from), atLeast, from, now);
            (dayByDay ? alerts.dayByDay() : alerts.lines())
                    .forEach(spec.commandLine().getOut()::println);
            return ExitCodes.OK;
        });
    }
}
