package io.keywatch.app.quality;

import io.keywatch.app.quality.attack.AttackInjector;
import io.keywatch.app.quality.baseline.ElasticBaseline;
import io.keywatch.app.quality.baseline.FirstPairBaseline;
import io.keywatch.app.quality.baseline.PantherBaseline;
import io.keywatch.app.quality.judge.Briefing;
import io.keywatch.app.quality.judge.Contender;
import io.keywatch.app.quality.judge.DetectorUnderTest;
import io.keywatch.app.quality.judge.Judge;
import io.keywatch.app.quality.judge.RunVerdict;
import io.keywatch.app.quality.judge.Summary;
import io.keywatch.app.quality.office.OfficeGenerator;
import io.keywatch.app.quality.process.ProcessGenerator;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs every contender on the same streams, generator by generator and seed by seed. */
public final class QualityBench {
    private QualityBench() {}

    public static List<TrafficGenerator> generators() {
        return List.of(new OfficeGenerator(), new ProcessGenerator());
    }

    public static List<Contender> baselines() {
        return List.of(
                ElasticBaseline.secretRules(),
                ElasticBaseline.allRules(),
                PantherBaseline.contender(),
                FirstPairBaseline.contender());
    }

    /** @param progress a line when a run is done, from any thread */
    public static QualityResult run(
            BenchSettings settings,
            List<TrafficGenerator> generators,
            List<Contender> contenders,
            Consumer<String> progress)
            throws InterruptedException {
        List<RunVerdict> runs = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(settings.threads())) {
            List<Future<List<RunVerdict>>> futures = new ArrayList<>();
            for (TrafficGenerator generator : generators) {
                for (long seed : settings.seeds()) {
                    futures.add(pool.submit(() -> one(settings, generator, seed, contenders, progress)));
                }
            }
            for (Future<List<RunVerdict>> future : futures) {
                runs.addAll(result(future, pool));
            }
        }
        List<Summary> summaries = new ArrayList<>();
        for (TrafficGenerator generator : generators) {
            for (Contender contender : contenders) {
                List<RunVerdict> own = runs.stream()
                        .filter(run -> run.generator().equals(generator.name())
                                && run.contender().equals(contender.name()))
                        .toList();
                summaries.add(Summary.of(own, TrafficSettings.TRAIN_DAYS));
            }
        }
        return new QualityResult(settings, contenders, runs, summaries);
    }

    private static List<RunVerdict> result(Future<List<RunVerdict>> future, ExecutorService pool)
            throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            pool.shutdownNow();
            throw new IllegalStateException("a run failed", e.getCause());
        }
    }

    private record Entry(Contender contender, DetectorUnderTest detector, Judge judge) {}

    private static List<RunVerdict> one(
            BenchSettings settings,
            TrafficGenerator generator,
            long seed,
            List<Contender> contenders,
            Consumer<String> progress) {
        TrafficSettings traffic = TrafficSettings.of(settings.principals(), seed);
        Traffic benign = generator.open(traffic);
        AttackInjector attacked = new AttackInjector(benign, traffic, settings.attacksPerClass());
        Delivery delivery = new Delivery(attacked, seed);
        Map<String, ActorKind> kinds = new HashMap<>();
        benign.actors().forEach(actor -> kinds.put(actor.id(), actor.kind()));
        Briefing briefing = new Briefing(
                PeerLabels.of(benign.actors(), PeerLabels.WRONG, seed),
                traffic.start(),
                traffic.testStart(),
                traffic.end());
        List<Entry> entries = contenders.stream()
                .map(contender -> new Entry(
                        contender,
                        contender.open().apply(briefing),
                        new Judge(traffic, attacked.log(), settings.pagesAt(), kinds)))
                .toList();
        long[] nanos = new long[entries.size()];
        long calls = 0;
        Instant last = traffic.end();
        long began = System.nanoTime();
        while (delivery.hasNext()) {
            Delivered delivered = delivery.next();
            calls++;
            last = delivered.at();
            List<Exposure> exposures = attacked.exposuresUntil(delivered.at());
            for (int i = 0; i < nanos.length; i++) {
                nanos[i] += step(entries.get(i), delivered.call(), delivered.at(), exposures);
            }
        }
        List<RunVerdict> verdicts = new ArrayList<>();
        for (int i = 0; i < nanos.length; i++) {
            Entry entry = entries.get(i);
            entry.judge().take(entry.detector().end(), null, last);
            verdicts.add(
                    entry.judge().verdict(generator.name(), entry.contender().name(), calls, nanos[i] / 1e9));
        }
        progress.accept(String.format(
                Locale.ROOT,
                "%s seed %d: %,d calls, %d attacks (%d without a victim), %.0f s",
                generator.name(),
                seed,
                calls,
                attacked.log().attacks().size(),
                attacked.log().abandoned(),
                (System.nanoTime() - began) / 1e9));
        return verdicts;
    }

    /** Nanoseconds that the detector took. */
    private static long step(Entry entry, ApiCall call, Instant at, List<Exposure> exposures) {
        long began = System.nanoTime();
        exposures.forEach(entry.detector()::exposure);
        var findings = entry.detector().accept(call, at);
        long took = System.nanoTime() - began;
        if (!findings.isEmpty()) {
            entry.judge().take(findings, call, at);
        }
        return took;
    }
}
