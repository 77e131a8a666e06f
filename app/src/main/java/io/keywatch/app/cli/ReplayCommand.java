package io.keywatch.app.cli;

import io.keywatch.app.log.Logging;
import io.keywatch.app.replay.ReplayFiles;
import io.keywatch.detect.access.AccessSettings;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
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
            "Events are held in memory until all are read: about 200,000 for each GB of heap."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 done, whatever was found; 2 error, or a file that could not be opened."})
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

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Logging.forShortCommand();
        boolean allRead;
        try (Writer out = Uncloseable.fileOr(output, spec.commandLine().getOut())) {
            allRead = ReplayFiles.run(
                    paths,
                    format,
                    AccessSettings.defaults(),
                    out,
                    spec.commandLine().getErr());
        }
        return allRead ? ExitCodes.OK : ExitCodes.ERROR;
    }
}
