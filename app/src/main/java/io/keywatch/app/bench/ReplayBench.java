package io.keywatch.app.bench;

import io.keywatch.app.replay.ReplayFiles;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.sigma.SigmaRuleSet;
import io.keywatch.ingest.cloudtrail.CloudTrailReader;
import io.keywatch.ingest.cloudtrail.EventSink;
import io.keywatch.ingest.cloudtrail.ParameterAllowList;
import io.keywatch.ingest.cloudtrail.ReadFault;
import io.keywatch.ingest.cloudtrail.ReaderLimits;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A year of one account's log files through {@code replay}, as a person would run it; baseline: parsing them. How much
 * memory the process took in all is told where the system tells.
 */
final class ReplayBench implements Bench {
    private static final int DAYS = 365;
    private static final int EVENTS_A_DAY = 4_000;
    private static final int READ_IN = 8;
    private static final Instant NEW_YEAR = Instant.parse("2025-01-01T00:00:00Z");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String description() {
        return "A year of an account's logs through replay, events/s, and its memory; baseline: parse only.";
    }

    @Override
    public void run(Consumer<Result> results) throws Exception {
        Path folder = Files.createTempDirectory("keywatch-bench-replay-");
        try {
            List<Path> files = write(folder);
            int events = DAYS * EVENTS_A_DAY;
            long begun = System.nanoTime();
            for (Path file : files) {
                parse(file);
            }
            double parsed = events / seconds(begun);
            begun = System.nanoTime();
            StringWriter told = new StringWriter();
            boolean whole = ReplayFiles.run(
                    List.of(folder),
                    ReplayFiles.Format.JSONL,
                    AccessSettings.defaults(),
                    SigmaRuleSet.EMPTY,
                    Instant.MIN,
                    Writer.nullWriter(),
                    new PrintWriter(told),
                    false);
            double took = seconds(begun);
            if (!whole || !told.toString().contains(" in " + events + " events")) {
                throw new IllegalStateException("not all of it was replayed: " + told);
            }
            results.accept(new Result("year", events / took, "events/s", parsed));
            results.accept(Result.of("year-takes", took, "s"));
            results.accept(Result.of("heap-allowed", Runtime.getRuntime().maxMemory() / 1e6, "MB"));
            if (Files.isReadable(STATUS)) {
                results.accept(Result.of("peak-memory-of-the-process", peakMegabytes(), "MB"));
            }
        } finally {
            delete(folder);
        }
    }

    private static List<Path> write(Path folder) throws IOException {
        Random random = new Random(1);
        List<Path> files = new ArrayList<>(DAYS);
        for (int day = 0; day < DAYS; day++) {
            byte[] log = MadeUpLog.gzip(
                    random, NEW_YEAR.plus(Duration.ofDays(day)), Duration.ofDays(1), EVENTS_A_DAY, READ_IN);
            files.add(Files.write(folder.resolve("day-" + day + ".json.gz"), log));
        }
        return files;
    }

    private static void parse(Path file) throws IOException {
        CloudTrailReader reader = new CloudTrailReader(
                ReaderLimits.DEFAULTS, ParameterAllowList.bundled(), InstantSource.system(), Origin.BACKFILL);
        try (InputStream in = Files.newInputStream(file)) {
            var _ = reader.read(in, Pointer.newBuilder().setKey(file.toString()).build(), new EventSink() {
                @Override
                public void event(ApiCall call) {}

                @Override
                public void fault(ReadFault fault) {
                    throw new IllegalStateException("the file has a fault: " + fault.detail());
                }
            });
        }
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Of kilobytes, which are 1,024 bytes there. */
    private static double peakMegabytes() throws IOException {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .mapToDouble(line -> Double.parseDouble(
                            line.substring(PEAK.length()).replace("kB", "").strip()))
                    .map(kilobytes -> kilobytes * 1_024 / 1e6)
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
