package io.keywatch.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keywatch.app.bench.Bench;
import io.keywatch.app.bench.Benches;
import io.keywatch.app.log.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        description = {
            "Measures rates: one JSON object a line with bench, metric, value, unit, baseline and ratio.",
            "Names: ingest, scan, scan-adversarial, access, e2e. Without a name they are listed. How good the access",
            "detectors are is a command of its own: access-quality."
        },
        subcommands = AccessQualityCommand.class,
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "NAME", description = "What to measure.")
    private List<String> names = List.of();

    @Option(
            names = "--corpus",
            paramLabel = "PATH",
            description = "Text for bench scan (default: the JDK's sources, else made up).")
    private @Nullable Path corpus;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Logging.forShortCommand();
        PrintWriter out = spec.commandLine().getOut();
        List<Bench> all = Benches.all();
        if (names.isEmpty()) {
            all.forEach(bench -> out.println(bench.name() + ": " + bench.description()));
            return ExitCodes.OK;
        }
        for (String name : names) {
            Bench bench = all.stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "no bench '" + name + "'; there are "
                                    + String.join(
                                            ", ", all.stream().map(Bench::name).toList())));
            Bench chosen = corpus == null ? bench : bench.over(corpus);
            chosen.run(result -> out.println(line(name, result)));
        }
        return ExitCodes.OK;
    }

    private static String line(String bench, Bench.Result result) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("bench", bench);
            json.writeStringField("metric", result.metric());
            json.writeNumberField("value", rounded(result.value()));
            json.writeStringField("unit", result.unit());
            if (result.hasBaseline()) {
                json.writeNumberField("baseline", rounded(result.baseline()));
                json.writeNumberField("ratio", Math.round(result.ratio() * 1e4) / 1e4);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private static double rounded(double rate) {
        return Math.round(rate * 10) / 10.0;
    }
}
