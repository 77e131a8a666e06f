package io.keywatch.app.cli;

import io.keywatch.app.bench.quality.Contenders;
import io.keywatch.app.log.Logging;
import io.keywatch.app.quality.BenchSettings;
import io.keywatch.app.quality.QualityBench;
import io.keywatch.app.quality.QualityResult;
import io.keywatch.app.quality.Seeds;
import io.keywatch.app.quality.judge.Contender;
import io.keywatch.app.quality.report.QualityReport;
import io.keywatch.schemas.v1.Severity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "access-quality",
        description = {
            "Judges the access detectors: two generators of benign traffic, injected attacks, peers' rules on the same",
            "stream. Figures go to standard output, one JSON object a line; progress to standard error."
        },
        mixinStandardHelpOptions = true)
final class AccessQualityCommand implements Callable<Integer> {
    @Option(
            names = "--principals",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Principals of an organisation, from 100 (default: ${DEFAULT-VALUE}).")
    private int principals;

    @Option(
            names = "--seeds",
            paramLabel = "SEEDS",
            defaultValue = "train:2",
            description =
                    "train:N for developing, test for the seeds of the published figures, or numbers separated by "
                            + "commas (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private String seeds;

    @Option(
            names = "--attacks",
            paramLabel = "N",
            defaultValue = "8",
            description = "Attacks of each class and seed (default: ${DEFAULT-VALUE}).")
    private int attacks;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Runs at the same time (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--report", paramLabel = "FILE", description = "Also write the report there, as one HTML page.")
    private @Nullable Path report;

    @Option(names = "--no-ablation", description = "Do not judge Keywatch without each of its detectors.")
    private boolean noAblation;

    @Option(names = "--no-baselines", description = "Do not judge the rules of others.")
    private boolean noBaselines;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Logging.forShortCommand();
        PrintWriter err = spec.commandLine().getErr();
        List<Contender> contenders =
                new ArrayList<>(noAblation ? List.of(Contenders.keywatch()) : Contenders.withAblations());
        if (!noBaselines) {
            contenders.addAll(1, QualityBench.baselines());
        }
        QualityResult result = QualityBench.run(settings(), QualityBench.generators(), contenders, line -> {
            err.println(line);
            err.flush();
        });
        PrintWriter out = spec.commandLine().getOut();
        QualityReport.lines(result).forEach(out::println);
        if (report != null) {
            QualityReport.writePage(result, report);
        }
        return ExitCodes.OK;
    }

    private BenchSettings settings() {
        try {
            return new BenchSettings(principals, Seeds.parse(seeds), attacks, Severity.MEDIUM, threads);
        } catch (IllegalArgumentException unfit) {
            throw new ParameterException(spec.commandLine(), unfit.getMessage(), unfit);
        }
    }
}
