package io.keywatch.app.cli;

import io.keywatch.app.log.Logging;
import io.keywatch.app.rules.UserRules;
import io.keywatch.detect.scan.RuleReference;
import io.keywatch.detect.sigma.SigmaCheck;
import io.keywatch.detect.sigma.SigmaTests;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "rules",
        description =
                "Checks and tests user rules in Sigma: *.yml and *.yaml, in folders at any depth; documents the rules"
                        + " that find secrets.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit codes: 0 all is well, 1 a rule does not load or a test fails, 2 a path cannot be read."})
final class RulesCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: check, test or reference");
    }

    @Command(name = "check", description = "Lists every problem; exit 0 only when every rule loads.")
    int check(
            @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.") List<Path> paths,
            @Option(names = "--strict", description = "Warnings are errors, such as a field that is never kept.")
                    boolean strict) {
        Logging.forShortCommand();
        if (!readable(paths)) {
            return ExitCodes.ERROR;
        }
        SigmaCheck check = UserRules.check(paths, strict);
        print(check.lines());
        return check.ok() ? ExitCodes.OK : ExitCodes.FOUND;
    }

    @Command(
            name = "test",
            description = "Runs the tests that rules carry, or that lie beside them; exit 0 only when all pass.")
    int test(@Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.") List<Path> paths) {
        Logging.forShortCommand();
        if (!readable(paths)) {
            return ExitCodes.ERROR;
        }
        SigmaTests tests = UserRules.test(paths);
        print(tests.lines());
        return tests.ok() ? ExitCodes.OK : ExitCodes.FOUND;
    }

    @Command(name = "reference", description = "Prints the reference of all rules that find secrets (docs/rules.md).")
    int reference() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(RuleReference.markdown());
        out.flush();
        return ExitCodes.OK;
    }

    private boolean readable(List<Path> paths) {
        PrintWriter err = spec.commandLine().getErr();
        boolean all = true;
        for (Path path : paths) {
            if (!Files.isReadable(path)) {
                err.println(path + (Files.exists(path) ? ": permission denied" : ": no such file or folder"));
                all = false;
            }
        }
        return all;
    }

    private void print(List<String> lines) {
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
    }
}
