package io.keywatch.app.bench;

import io.keywatch.detect.scan.Artifact;
import io.keywatch.detect.scan.RuleSet;
import io.keywatch.detect.scan.ScanLimits;
import io.keywatch.detect.scan.ScanOutcome;
import io.keywatch.detect.scan.Scanner;
import io.keywatch.schemas.Fingerprint;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The scanner over code and its documentation, file by file; baseline: the literal pass alone over the same bytes. */
final class ScanBench implements Bench {
    private final @Nullable Path corpus;

    ScanBench() {
        this(null);
    }

    private ScanBench(@Nullable Path corpus) {
        this.corpus = corpus;
    }

    @Override
    public String name() {
        return "scan";
    }

    @Override
    public String description() {
        return "MB/s of code through the whole rule set, one thread, warm; baseline: the literal pass alone.";
    }

    @Override
    public Bench over(Path path) {
        return new ScanBench(path);
    }

    @Override
    public void run(Consumer<Result> results) throws Exception {
        BenchCorpus text = BenchCorpus.of(corpus);
        double megabytes = text.megabytes();
        results.accept(Result.of("corpus: " + text.what(), megabytes, "MB"));
        Scanner scanner = Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
        long[] seen = new long[1];
        double full = CpuClock.unitsPerSecond(megabytes, () -> {
            for (BenchCorpus.Text one : text.texts()) {
                if (scanner.scan(Artifact.of(one.name(), one.content())) instanceof ScanOutcome.Unreadable) {
                    throw new IllegalStateException("a text could not be read");
                }
                seen[0]++;
            }
        });
        double literals = CpuClock.unitsPerSecond(megabytes, () -> {
            for (BenchCorpus.Text one : text.texts()) {
                seen[0] += scanner.countLiterals(one.content());
            }
        });
        results.accept(new Result("bytes", full, "MB/s/core", literals));
    }
}
