package io.keywatch.app.cli;

import io.keywatch.app.log.Logging;
import io.keywatch.app.replay.ReplayFiles;
import io.keywatch.app.rules.UserRules;
import io.keywatch.app.settings.AccessSection;
import io.keywatch.app.settings.Settings;
import io.keywatch.app.settings.SettingsFile;
import io.keywatch.app.settings.SettingsFile.Outcome;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.replay.Replay;
import io.keywatch.detect.sigma.SigmaLoad;
import io.keywatch.detect.sigma.SigmaRuleSet;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description = {
            "Judges CloudTrail files with the access and posture logic of the service, without a broker.",
            "Reads .json, .json.gz and .jsonl: log files, bare arrays, one event a line; all of it in event-time order.",
            "What does not fit the memory is sorted in a temporary folder, which is removed at the end."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 done, whatever was found; 2 error, a file that could not be opened, or a user",
            "rule that does not load."
        })
final class ReplayCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.")
    @SuppressWarnings("NullAway.Init")
    private List<Path> paths;

    @Option(names = "--output", paramLabel = "FILE", description = "Write results there (default: standard output).")
    private @Nullable Path output;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "jsonl",
            description = "jsonl, or ocsf for OCSF 1.5 (default: ${DEFAULT-VALUE}).")
    private ReplayFiles.Format format = ReplayFiles.Format.JSONL;

    @Option(
            names = "--user-rules",
            split = ",",
            paramLabel = "PATH",
            description = "Judge with these Sigma rules too: files and folders.")
    private List<Path> userRules = List.of();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = {
                "Judge as the service with these settings would: thresholds, rules off and on trial, joins, dates and,",
                "without --user-rules, its user rules (default: Keywatch's defaults)."
            })
    private @Nullable Path config;

    @Option(
            names = "--train-until",
            paramLabel = "DATE",
            converter = TimeOption.class,
            description = {
                "Learn from the events before, and leave out findings that were over by then:",
                "2026-03-01 (its start in UTC) or 2026-03-01T12:00:00Z."
            })
    private Instant trainUntil = Instant.MIN;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Logging.forShortCommand();
        SigmaRuleSet rules = SigmaRuleSet.EMPTY;
        if (!userRules.isEmpty()) {
            SigmaLoad load = UserRules.load(userRules);
            load.problems().forEach(spec.commandLine().getErr()::println);
            if (!load.sound()) {
                return ExitCodes.ERROR;
            }
            rules = load.ruleSet();
        }
        if (config == null) {
            return replay(new Replay(AccessSettings.defaults(), rules));
        }
        return switch (SettingsFile.read(config)) {
            case Outcome.Invalid invalid -> {
                ConfigCommand.printProblems(spec.commandLine().getErr(), config, invalid);
                yield ExitCodes.ERROR;
            }
            case Outcome.Valid(Settings settings, List<?> options) -> {
                AccessSection access = settings.access();
                yield replay(new Replay(
                        access.analysis().and(settings.posture().switches()),
                        access.joins(),
                        settings.posture().dates(),
                        userRules.isEmpty() ? access.userRules() : rules,
                        finding -> {}));
            }
        };
    }

    private int replay(Replay replay) throws IOException {
        try (Writer out = Uncloseable.fileOr(output, spec.commandLine().getOut())) {
            boolean allRead = ReplayFiles.run(
                    paths, format, replay, trainUntil, out, spec.commandLine().getErr(), Logging.isTerminal());
            return allRead ? ExitCodes.OK : ExitCodes.ERROR;
        }
    }
}
