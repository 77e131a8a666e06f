package io.keywatch.app.bench;

import io.keywatch.detect.scan.Artifact;
import io.keywatch.detect.scan.RuleSet;
import io.keywatch.detect.scan.ScanLimits;
import io.keywatch.detect.scan.Scanner;
import io.keywatch.detect.scan.pattern.PatternSampler;
import io.keywatch.detect.scan.rule.Rule;
import io.keywatch.schemas.Fingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Inputs of 10 MB made to be slow: processor time of one scan, the scanner warm; baseline: the bound that holds. */
final class ScanAdversarialBench implements Bench {
    /** Ten megabytes at a thirtieth of the usual rate: slow, but nobody waits for it. */
    static final double BOUND_MS = 2_000;

    /** Of the probes, the slowest, which are scanned in full size. */
    private static final int WORST_PROBES = 16;

    /** A text to repeat, and what its probe took. */
    private record Probe(String what, String unit, double ms) {}

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
        RuleSet rules = RuleSet.builtin();
        Scanner scanner = Scanner.create(rules, Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
        byte[] code = BenchCorpus.sourceText(1 << 20, new Random(1));
        CpuClock.unitsPerSecond(1, () -> scanner.scan(Artifact.of("Main.java", code)));
        List<Result> all = new ArrayList<>();
        for (Map.Entry<String, HardInputs.Input> entry : HardInputs.all().entrySet()) {
            HardInputs.Input input = entry.getValue();
            byte[] content = input.content().get();
            all.add(tell(entry.getKey(), milliseconds(scanner, input.name(), content), results));
        }
        List<Probe> probes = new ArrayList<>();
        units(scanner, rules)
                .forEach((what, unit) -> probes.add(new Probe(
                        what, unit, milliseconds(scanner, "a.env", HardInputs.fill(unit, HardInputs.PROBE_BYTES)))));
        probes.sort(Comparator.comparingDouble(Probe::ms).reversed());
        for (Probe probe : probes.subList(0, Math.min(WORST_PROBES, probes.size()))) {
            byte[] content = HardInputs.fill(probe.unit(), HardInputs.BYTES);
            all.add(tell(probe.what(), milliseconds(scanner, "a.env", content), results));
        }
        Result worst =
                all.stream().max(Comparator.comparingDouble(Result::value)).orElseThrow();
        results.accept(new Result("worst: " + worst.metric(), worst.value(), "ms", BOUND_MS));
    }

    /** What every literal and every shape of the rules makes when it is repeated, in one line and on many. */
    private static Map<String, String> units(Scanner scanner, RuleSet rules) {
        Map<String, String> units = new LinkedHashMap<>();
        scanner.literals().forEach(literal -> units.put("literal " + literal, literal));
        for (Rule rule : rules.compiled()) {
            Random random = new Random(rule.spec().id().hashCode());
            String name = rule.needsContext() ? rule.spec().context().getFirst() + "=" : "";
            String shape = name + PatternSampler.sample(rule.pattern().ast(), random);
            String shortest = name + PatternSampler.shortest(rule.pattern().ast(), random);
            units.put("shape of " + rule.spec().id(), shape + " ");
            units.put("shortest of " + rule.spec().id(), shortest + "\n");
        }
        return units;
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
