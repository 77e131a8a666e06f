package io.keywatch.app.cli;

import io.keywatch.app.log.Logging;
import io.keywatch.app.service.ServiceProcess;
import io.keywatch.app.settings.Settings;
import io.keywatch.app.settings.SettingsFile;
import io.keywatch.app.settings.SettingsFile.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = {
            "Runs the service until it is told to stop.",
            "More processes with the same roles share the work; a process may take some roles only."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The settings file.")
    @SuppressWarnings("NullAway.Init")
    private Path config;

    @Option(
            names = "--roles",
            split = ",",
            paramLabel = "ROLE",
            description = "ingest, scan, access, posture, enrich, sink (default: as in the settings file).")
    private List<String> roles = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        switch (SettingsFile.read(config)) {
            case Outcome.Invalid invalid ->
                ConfigCommand.printProblems(spec.commandLine().getErr(), config, invalid);
            case Outcome.Valid(Settings settings, var options) -> {
                Logging.apply(settings.log());
                ServiceProcess.run(roles.isEmpty() ? settings : settings.withRoles(Settings.roles(roles)), options);
            }
        }
        return ExitCodes.ERROR;
    }
}
