package io.keywatch.app.cli;

import io.keywatch.app.service.Registries;
import io.keywatch.app.settings.Settings;
import io.keywatch.app.settings.SettingsFile;
import io.keywatch.app.settings.SettingsFile.Outcome;
import io.keywatch.app.triage.TriageDesk;
import io.keywatch.schemas.SchemaIds;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Commands that talk to the brokers and the registry that the settings name. */
final class OnBroker {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The settings file.")
    @SuppressWarnings("NullAway.Init")
    private Path config;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Work that may fail as the brokers do. */
    @FunctionalInterface
    interface Work {
        int at(TriageDesk desk) throws Exception;
    }

    int run(Work work) throws Exception {
        return switch (SettingsFile.read(config)) {
            case Outcome.Invalid invalid -> {
                ConfigCommand.printProblems(spec.commandLine().getErr(), config, invalid);
                yield ExitCodes.ERROR;
            }
            case Outcome.Valid(Settings settings, List<?> options) ->
                work.at(new TriageDesk(
                        settings.kafka().client(), new SchemaIds(Registries.connect(settings.registry()))));
        };
    }
}
