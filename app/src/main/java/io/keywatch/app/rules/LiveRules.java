package io.keywatch.app.rules;

import io.keywatch.detect.sigma.Problem;
import io.keywatch.detect.sigma.SigmaLoad;
import io.keywatch.detect.sigma.SigmaRuleSet;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user rules in force. Their files are looked at again and again; when one has changed, all are compiled anew and take
 * the place of the old ones as a whole, or, where one does not load, the old ones stay. {@link #get} is for any thread.
 */
public final class LiveRules implements Supplier<SigmaRuleSet>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRules.class);

    /** By {@code outcome}: swapped, refused. */
    private static final String LOADS = "keywatch.rules.loads";

    private final List<Path> paths;
    private final MeterRegistry metrics;
    private volatile SigmaRuleSet inForce;
    private Map<Path, Stamp> looked;

    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("user-rules").factory());

    /** What tells a changed file, as far as a look without reading it goes. */
    private record Stamp(long bytes, long modified) {}

    /** @param first compiled from the files as they were a moment ago; they are read again at the first look */
    LiveRules(List<Path> paths, SigmaRuleSet first, MeterRegistry metrics) {
        this.paths = List.copyOf(paths);
        this.inForce = first;
        this.metrics = metrics;
        this.looked = Map.of();
    }

    /** Looks at the files from now on; not at all when there are none. */
    public static LiveRules start(List<Path> paths, SigmaRuleSet first, Duration every, MeterRegistry metrics) {
        LiveRules rules = new LiveRules(paths, first, metrics);
        if (!paths.isEmpty()) {
            var _ = rules.looks.scheduleWithFixedDelay(
                    rules::lookUnlessItFails, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        }
        return rules;
    }

    @Override
    public SigmaRuleSet get() {
        return inForce;
    }

    /** A look that fails must not be the last. */
    private void lookUnlessItFails() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("user rules were not looked at", e);
        }
    }

    /** Stamps are taken before the files are read: what is written meanwhile is read at the next look. */
    void look() {
        Map<Path, Stamp> now = stamps();
        if (now.equals(looked)) {
            return;
        }
        looked = now;
        SigmaLoad load = UserRules.load(paths);
        if (!load.sound()) {
            load.problems().stream()
                    .filter(Problem::grave)
                    .forEach(problem -> LOG.warn("user rules stay as they were: {}", problem));
            metrics.counter(LOADS, "outcome", "refused").increment();
        } else if (!load.ruleSet().hash().equals(inForce.hash())) {
            inForce = load.ruleSet();
            metrics.counter(LOADS, "outcome", "swapped").increment();
            LOG.info(
                    "{} user rules and {} correlations are in force",
                    load.ruleSet().rules().size(),
                    load.ruleSet().correlations().size());
        }
    }

    private Map<Path, Stamp> stamps() {
        Map<Path, Stamp> stamps = new TreeMap<>();
        for (Path path : paths) {
            try (Stream<Path> walk = Files.walk(path)) {
                walk.filter(Files::isRegularFile).forEach(file -> stamps.put(file, stamp(file)));
            } catch (IOException gone) {
                stamps.put(path, new Stamp(-1, -1));
            }
        }
        return stamps;
    }

    private static Stamp stamp(Path file) {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(is.size(), is.lastModifiedTime().toMillis());
        } catch (IOException gone) {
            return new Stamp(-1, -1);
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
