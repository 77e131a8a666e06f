package io.keywatch.app.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of all commands. */
@Command(
        name = "keywatch",
        description = "An open, always-on guard for keys and secrets in AWS.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        subcommands = {
            RunCommand.class,
            ScanCommand.class,
            ReplayCommand.class,
            RulesCommand.class,
            DemoCommand.class,
            BenchCommand.class,
            SuppressionsCommand.class,
            AlertsCommand.class,
            TrainCommand.class,
            TopicsCommand.class,
            OffboardCommand.class,
            ConfigCommand.class,
            VersionCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 found something (or, for checks, problems), 2 error.",
            "KEYWATCH_DEBUG=1 adds stack traces to errors."
        })
public final class KeywatchCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Runs one command line; results on standard output, everything else on standard error. */
    public static int execute(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new KeywatchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(KeywatchCommand::report);
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
        PrintWriter err = command.getErr();
        String message = failure.getMessage();
        err.println("keywatch " + command.getCommandName() + ": "
                + (message == null ? failure.getClass().getSimpleName() : message));
        if (System.getenv("KEYWATCH_DEBUG") != null) {
            failure.printStackTrace(err);
        }
        return ExitCodes.ERROR;
    }
}
