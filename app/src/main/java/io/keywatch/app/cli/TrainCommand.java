package io.keywatch.app.cli;

import io.keywatch.app.log.Logging;
import io.keywatch.app.train.TrainRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description = {
            "Trains the scanner's classifier of generic passwords, tokens and keys on a labelled corpus in the layout of",
            "CredData (data/, meta/*.csv), and judges it on repositories that it was not trained on.",
            "The same corpus, seed and version give the same bytes."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "--evaluate writes what the whole scanner finds in held-out repositories, a line each,",
            "for the corpus's own scorer; see docs/accuracy.md."
        })
final class TrainCommand implements Callable<Integer> {
    @Option(names = "--corpus", required = true, paramLabel = "DIR", description = "The labelled corpus.")
    @SuppressWarnings("NullAway.Init")
    private Path corpus;

    @Option(names = "--output", paramLabel = "FILE", description = "Train on all of it and write the classifier there.")
    private @Nullable Path output;

    @Option(
            names = "--evaluate",
            paramLabel = "FILE",
            description = "Train on all but one part, scan that part, for each part; write the findings there.")
    private @Nullable Path evaluate;

    @Option(
            names = "--folds",
            paramLabel = "N",
            defaultValue = "6",
            description = "Parts to judge in, whole repositories each (default: ${DEFAULT-VALUE}).")
    private int folds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "7", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--leave-out",
            split = ",",
            paramLabel = "CATEGORY",
            defaultValue = "UUID,Nonce,Salt",
            description = "Lines labelled with nothing but these teach nothing (default: ${DEFAULT-VALUE}).")
    private List<String> leaveOut = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Logging.forShortCommand();
        if (output == null && evaluate == null) {
            throw new ParameterException(spec.commandLine(), "nothing to do: give --output, --evaluate or both");
        }
        if (folds < 2 || folds > 50) {
            throw new ParameterException(spec.commandLine(), "--folds " + folds + " is not between 2 and 50");
        }
        TrainRun run = TrainRun.read(
                corpus, new LinkedHashSet<>(leaveOut), seed, spec.commandLine().getErr());
        if (evaluate != null) {
            run.evaluate(folds, evaluate);
        }
        if (output != null) {
            run.write(output);
        }
        return ExitCodes.OK;
    }
}
