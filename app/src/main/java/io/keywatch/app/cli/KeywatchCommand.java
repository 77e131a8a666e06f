package io.keywatch.app.cli;

import java.io.PrintWriter;
import java.util.List;
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
        footer = {
            "",
            "Exit codes: 0 done, 1 found something (or, for checks, problems), 2 error.",
            "KEYWATCH_DEBUG=1 adds stack traces to errors."
        })
public final class KeywatchCommand implements Runnable {
    /** A command that is not made yet. */
    private record Named(String name, Class<?> type) {}

    /** In the order of the help. */
    private static final List<Named> COMMANDS = List.of(
            new Named("run", RunCommand.class),
            new Named("scan", ScanCommand.class),
            new Named("replay", ReplayCommand.class),
            new Named("rules", RulesCommand.class),
            new Named("demo", DemoCommand.class),
            new Named("bench", BenchCommand.class),
            new Named("suppressions", SuppressionsCommand.class),
            new Named("alerts", AlertsCommand.class),
            new Named("train", TrainCommand.class),
            new Named("topics", TopicsCommand.class),
            new Named("offboard", OffboardCommand.class),
            new Named("config", ConfigCommand.class),
            new Named("version", VersionCommand.class));

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Runs one command line; results on standard output, everything else on standard error. */
    public static int execute(String... args) {
        return commandLine(args.length == 0 ? "" : args[0]).execute(args);
    }

    /** With the command of that name, for making all takes longer than a short command itself; with all for no name. */
    static CommandLine commandLine(String name) {
        CommandLine line = new CommandLine(new KeywatchCommand());
        boolean one = COMMANDS.stream().anyMatch(c -> c.name().equals(name));
        COMMANDS.stream()
                .filter(c -> !one || c.name().equals(name))
                .forEach(c -> line.addSubcommand(c.name(), c.type()));
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(KeywatchCommand::usageError)
                .setExecutionExceptionHandler(KeywatchCommand::report);
    }

    /** The error and where the help is: all of the help would push the error off the screen. */
    private static int usageError(CommandLine.ParameterException unfit, String[] arguments) {
        CommandLine command = unfit.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + unfit.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(unfit, err);
        err.println("Try '" + name + " --help'.");
        return ExitCodes.ERROR;
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
