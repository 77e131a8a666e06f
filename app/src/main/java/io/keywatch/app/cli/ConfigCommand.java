package io.keywatch.app.cli;

import io.keywatch.app.settings.KeyFile;
import io.keywatch.app.settings.Option;
import io.keywatch.app.settings.SettingsFile;
import io.keywatch.app.settings.SettingsFile.Outcome;
import io.keywatch.app.settings.SettingsReference;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "config",
        description = "Checks, shows and documents the settings file.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(name = "check", description = "Lists every problem of FILE; exit 0 when there is none, else 1.")
    int check(@Parameters(paramLabel = "FILE") Path file) {
        return switch (SettingsFile.read(file)) {
            case Outcome.Valid(var settings, List<Option> options) -> {
                out().println(file + ": no problems, " + options.size() + " options in force");
                yield ExitCodes.OK;
            }
            case Outcome.Invalid invalid -> refuse(file, invalid);
        };
    }

    @Command(name = "show", description = "Prints every option in force, secrets masked.")
    int show(@Parameters(paramLabel = "FILE") Path file) {
        return switch (SettingsFile.read(file)) {
            case Outcome.Valid(var settings, List<Option> options) -> {
                for (Option option : options) {
                    String origin = option.effective().equals(option.defaultText()) ? "" : "   # set";
                    out().println(option.path() + ": " + option.effective() + origin);
                }
                yield ExitCodes.OK;
            }
            case Outcome.Invalid invalid -> refuse(file, invalid);
        };
    }

    @Command(name = "reference", description = "Prints the reference of all options as Markdown (docs/settings.md).")
    int reference() {
        out().print(SettingsReference.markdown());
        out().flush();
        return ExitCodes.OK;
    }

    @Command(
            name = "new-key",
            description = "Writes a new fingerprint key to FILE, readable by its owner only. Never overwrites.")
    int newKey(@Parameters(paramLabel = "FILE") Path file) throws IOException {
        KeyFile.create(file);
        out().println("wrote " + file + "; keep it: with another key every secret looks new");
        return ExitCodes.OK;
    }

    private int refuse(Path file, Outcome.Invalid invalid) {
        printProblems(spec.commandLine().getErr(), file, invalid);
        return ExitCodes.FOUND;
    }

    static void printProblems(PrintWriter err, Path file, Outcome.Invalid invalid) {
        invalid.problems().forEach(problem -> err.println("  " + problem));
        err.println(file + ": " + invalid.problems().size() + " problem"
                + (invalid.problems().size() == 1 ? "" : "s"));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
