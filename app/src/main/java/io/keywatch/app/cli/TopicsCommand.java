package io.keywatch.app.cli;

import io.keywatch.app.service.KafkaTopics;
import io.keywatch.app.service.KafkaTopics.Standing;
import io.keywatch.app.settings.Settings;
import io.keywatch.app.settings.SettingsFile;
import io.keywatch.app.settings.SettingsFile.Outcome;
import io.keywatch.schemas.Topic;
import io.keywatch.schemas.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "topics",
        description = "Makes, checks and lists Keywatch's topics.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class TopicsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(name = "create", description = "Makes what is missing, then checks all.")
    int create(
            @Option(
                            names = {"-c", "--config"},
                            required = true,
                            paramLabel = "FILE",
                            description = "The settings file.")
                    Path config) {
        return onBroker(config, topics -> {
            topics.create().forEach(name -> out().println(name + " made"));
            return report(topics.look());
        });
    }

    @Command(name = "check", description = "Compares with the settings; exit 1 when something is missing or differs.")
    int check(
            @Option(
                            names = {"-c", "--config"},
                            required = true,
                            paramLabel = "FILE",
                            description = "The settings file.")
                    Path config) {
        return onBroker(config, topics -> report(topics.look()));
    }

    @Command(name = "list", description = "Prints every topic with its key, value and clean-up. Asks no broker.")
    int list() {
        for (Topic<?> topic : Topics.all()) {
            out().println(topic.name() + "  key: " + topic.keyMeaning() + "  value: "
                    + topic.valueType().getSimpleName() + "  " + topic.config());
        }
        return ExitCodes.OK;
    }

    private int onBroker(Path config, ToIntFunction<KafkaTopics> work) {
        return switch (SettingsFile.read(config)) {
            case Outcome.Invalid invalid -> {
                ConfigCommand.printProblems(spec.commandLine().getErr(), config, invalid);
                yield ExitCodes.ERROR;
            }
            case Outcome.Valid(Settings settings, List<?> options) -> {
                try (Admin admin = Admin.create(settings.kafka().client())) {
                    yield work.applyAsInt(new KafkaTopics(admin, settings.topics()));
                }
            }
        };
    }

    private int report(Map<String, Standing> standings) {
        standings.forEach((name, standing) -> out().println(
                        switch (standing) {
                            case Standing.Missing() -> name + " missing";
                            case Standing.Fits(int partitions, int replication) ->
                                name + " ok, " + partitions + " partitions, " + replication + " replicas";
                            case Standing.Differs differs ->
                                name + " differs: " + String.join("; ", differs.differences());
                        }));
        boolean allFit = standings.values().stream().allMatch(Standing.Fits.class::isInstance);
        return allFit ? ExitCodes.OK : ExitCodes.FOUND;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
