package io.keywatch.app.bench;

import io.keywatch.detect.scan.Artifact;
import io.keywatch.detect.scan.RuleSet;
import io.keywatch.detect.scan.ScanLimits;
import io.keywatch.detect.scan.Scanner;
import io.keywatch.schemas.Fingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Inputs of 10 MB made to be slow: processor time of one scan, the scanner warm; baseline: the bound that holds. */
final class ScanAdversarialBench implements Bench {
    /** Ten megabytes at a thirtieth of the usual rate: slow, but nobody waits for it. */
    static final double BOUND_MS = 2_000;

    /** Literals whose repetition is scanned in full size: the slowest by the probe. */
    private static final int WORST_LITERALS = 8;

    private record Probe(String literal, double ms) {}

    @Override
    public String name() {
        return "scan-adversarial";
    }

    @Override
    public String description() {
        return "ms for 10 MB of each input that is made to be slow, one thread; baseline: the bound of 2,000 ms.";
    }

    @Override
    public void run(Consumer<Result> results) throws Exception {
        Scanner scanner = Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
        byte[] code = BenchCorpus.sourceText(1 << 20, new Random(1));
        CpuClock.unitsPerSecond(1, () -> scanner.scan(Artifact.of("Main.java", code)));
        List<Result> all = new ArrayList<>();
        for (Map.Entry<String, HardInputs.Input> entry : HardInputs.all().entrySet()) {
            HardInputs.Input input = entry.getValue();
            byte[] content = input.content().get();
            all.add(tell(entry.getKey(), milliseconds(scanner, input.name(), content), results));
        }
        List<Probe> probes = new ArrayList<>();
        for (String literal : scanner.literals()) {
            byte[] content = HardInputs.fill(literal, HardInputs.PROBE_BYTES);
            probes.add(new Probe(literal, milliseconds(scanner, "a.env", content)));
        }
        probes.sort(Comparator.comparingDouble(Probe::ms).reversed());
        for (Probe probe : probes.subList(0, Math.min(WORST_LITERALS, probes.size()))) {
            byte[] content = HardInputs.fill(probe.literal(), HardInputs.BYTES);
            all.add(tell("literal " + probe.literal(), milliseconds(scanner, "a.env", content), results));
        }
        Result worst =
                all.stream().max(Comparator.comparingDouble(Result::value)).orElseThrow();
        results.accept(new Result("worst: " + worst.metric(), worst.value(), "ms", BOUND_MS));
    }

    private static Result tell(String what, double ms, Consumer<Result> results) {
        Result result = new Result(what, ms, "ms", BOUND_MS);
        results.accept(result);
        return result;
    }

    private static double milliseconds(Scanner scanner, String name, byte[] content) {
        return 1e3 * CpuClock.seconds(() -> scanner.scan(Artifact.of(name, content)));
    }
}
