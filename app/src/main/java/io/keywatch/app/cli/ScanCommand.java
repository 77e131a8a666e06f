package io.keywatch.app.cli;

import io.keywatch.app.accept.Accepted;
import io.keywatch.app.log.Logging;
import io.keywatch.app.scan.BaselineReport;
import io.keywatch.app.scan.FileScan;
import io.keywatch.app.scan.JsonLinesReport;
import io.keywatch.app.scan.OnFirstUse;
import io.keywatch.app.scan.ProgressReport;
import io.keywatch.app.scan.SarifReport;
import io.keywatch.app.scan.ScanReport;
import io.keywatch.app.scan.ScanSummary;
import io.keywatch.app.scan.TextReport;
import io.keywatch.detect.scan.RuleSet;
import io.keywatch.detect.scan.ScanLimits;
import io.keywatch.detect.scan.Scanner;
import io.keywatch.schemas.Fingerprint;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "scan",
        description = {
            "Scans files and folders, archives included, with the scanner of the service.",
            "Links inside folders are not followed. Files over 256 MiB are read in part, which is said."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 nothing found, 1 (or --exit-code) something found, 2 error or, with nothing",
            "found, a file that could not be read. Fingerprints are comparable between runs only with",
            "the same key: --key-file, or the environment variable KEYWATCH_FINGERPRINT_KEY.",
            "A comment keywatch:allow [RULE,...] accepts the findings of its line, or alone on a line those of",
            "the next. What is accepted is counted as suppressed, and SARIF lists it."
        })
final class ScanCommand implements Callable<Integer> {
    enum Format {
        TEXT,
        JSONL,
        SARIF
    }

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.")
    @SuppressWarnings("NullAway.Init")
    private List<Path> paths;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, jsonl or sarif (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TEXT;

    @Option(names = "--output", paramLabel = "FILE", description = "Write results there (default: standard output).")
    private @Nullable Path output;

    @Option(
            names = "--exit-code",
            paramLabel = "N",
            defaultValue = "1",
            description = "Exit code when something is found (default: ${DEFAULT-VALUE}).")
    private int exitCode;

    @Option(names = "--threads", paramLabel = "N", description = "Scanning threads (default: one per processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--min-confidence",
            paramLabel = "C",
            defaultValue = "0",
            description = "Leave out findings below, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double minConfidence;

    @Option(
            names = "--explain",
            description = {
                "Also list values after telling names that are not reported, with the reason",
                "and, where the classifier was asked, the probability. Never the value."
            })
    private boolean explain;

    @Option(names = "--key-file", paramLabel = "FILE", description = "Fingerprint key, see `keywatch config new-key`.")
    private @Nullable Path keyFile;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            split = ",",
            description = "Rule files in gitleaks' TOML, used beside the built-in rules; may be repeated.")
    private List<Path> ruleFiles = List.of();

    @Option(names = "--no-builtin-rules", description = "Use the rules of --rules only.")
    private boolean noBuiltinRules;

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description = {
                "Leave out, as a line of .gitignore would; may be repeated. Files named .keywatchignore in",
                "folders are read the same way."
            })
    private List<String> excludes = List.of();

    @Option(names = "--no-progress", description = "Draw no progress line on a terminal.")
    private boolean noProgress;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private AcceptOptions accept;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logging.silent();
        if (threads < 1 || threads > 1024) {
            throw new ParameterException(spec.commandLine(), "--threads " + threads + " is not between 1 and 1024");
        }
        if (!(minConfidence >= 0 && minConfidence <= 1)) {
            throw new ParameterException(
                    spec.commandLine(), "--min-confidence " + minConfidence + " is not between 0 and 1");
        }
        if (noBuiltinRules && ruleFiles.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--no-builtin-rules leaves no rule without --rules");
        }
        if (explain && format == Format.SARIF) {
            throw new ParameterException(
                    spec.commandLine(), "--explain writes text or jsonl: SARIF lists results only");
        }
        Optional<Supplier<RuleSet>> rules =
                ScanRules.load(ruleFiles, !noBuiltinRules, spec.commandLine().getErr());
        if (rules.isEmpty()) {
            return ExitCodes.ERROR;
        }
        accept.problem(keyFile).ifPresent(problem -> {
            throw new ParameterException(spec.commandLine(), problem);
        });
        Accepted accepted = accept.load(spec.commandLine().getErr());
        Supplier<RuleSet> ruleSet = rules.get();
        Fingerprint fingerprint = Keys.forShortCommand(keyFile);
        Supplier<Scanner> scanner =
                new OnFirstUse<>(() -> Scanner.create(ruleSet.get(), fingerprint, ScanLimits.DEFAULTS));
        ScanSummary summary;
        try (Writer out = Uncloseable.fileOr(output, spec.commandLine().getOut())) {
            FileScan.Choices choices = new FileScan.Choices(threads, minConfidence, explain, accepted, excludes);
            summary = new FileScan(scanner, ScanLimits.DEFAULTS, choices)
                    .run(paths, decorated(report(out, ruleSet), out));
        }
        if (summary.findings() > 0 && accept.written().isEmpty()) {
            return exitCode;
        }
        return summary.notRead() > 0 ? ExitCodes.ERROR : ExitCodes.OK;
    }

    private ScanReport decorated(ScanReport report, Writer out) {
        ScanReport whole =
                accept.written().map(file -> BaselineReport.wrap(report, file)).orElse(report);
        // null in a runtime image without jdk.internal.le
        boolean watched = !noProgress
                && Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .isPresent();
        return watched ? ProgressReport.wrap(whole, out, spec.commandLine().getErr()) : whole;
    }

    private ScanReport report(Writer out, Supplier<RuleSet> rules) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        return switch (format) {
            case TEXT -> new TextReport(out, err);
            case JSONL -> new JsonLinesReport(out, err);
            case SARIF -> new SarifReport(out, err, rules.get().infos(), VersionCommand.version());
        };
    }
}
