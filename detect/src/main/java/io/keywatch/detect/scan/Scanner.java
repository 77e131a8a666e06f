package io.keywatch.detect.scan;

import io.keywatch.detect.scan.TextScan.Explain;
import io.keywatch.detect.scan.unpack.Budget;
import io.keywatch.schemas.Fingerprint;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Finds secrets in artifacts. Thread-safe: one instance for all threads. Never throws for any content; an error here
 * is a bug.
 */
public final class Scanner {
    private final RuleSet rules;
    private final TextEngine engine;
    private final Fingerprint fingerprint;
    private final ScanLimits limits;
    private final LongSupplier nanos;

    private Scanner(RuleSet rules, Fingerprint fingerprint, ScanLimits limits, LongSupplier nanos) {
        this.rules = rules;
        this.engine = new TextEngine(rules);
        this.fingerprint = fingerprint;
        this.limits = limits;
        this.nanos = nanos;
    }

    public static Scanner create(RuleSet rules, Fingerprint fingerprint, ScanLimits limits) {
        return new Scanner(rules, fingerprint, limits, System::nanoTime);
    }

    /** With a clock of the test's own. */
    static Scanner create(RuleSet rules, Fingerprint fingerprint, ScanLimits limits, LongSupplier nanos) {
        return new Scanner(rules, fingerprint, limits, nanos);
    }

    public String ruleSetHash() {
        return rules.hash();
    }

    public RuleSet rules() {
        return rules;
    }

    /** Occurrences of the literals that verification starts from: the pass alone, to compare speeds with. */
    public long countLiterals(byte[] text) {
        long[] hits = new long[1];
        engine.index().scan(text, 0, text.length, (literal, end) -> hits[0]++, () -> true);
        return hits[0];
    }

    /** What the literal pass looks for. */
    public List<String> literals() {
        return engine.literals();
    }

    public ScanOutcome scan(Artifact artifact) {
        return scan(artifact, Explain.NOTHING, decision -> {});
    }

    /** As {@link #scan}, and tells what was decided of every value that a name announces: before the outcome. */
    public ScanOutcome explain(Artifact artifact, Consumer<Decision> decisions) {
        return scan(artifact, Explain.RULINGS, decisions);
    }

    /** As {@link #explain}, of values after any name and with samples: what a classifier is trained on. */
    public ScanOutcome study(Artifact artifact, Consumer<Decision> decisions) {
        return scan(artifact, Explain.SAMPLES, decisions);
    }

    private ScanOutcome scan(Artifact artifact, Explain explain, Consumer<Decision> decisions) {
        try (ArtifactScan scan = new ArtifactScan(artifact, engine, fingerprint, new Budget(limits, nanos), explain)) {
            ScanOutcome outcome = scan.run();
            scan.decisions().forEach(decisions);
            return outcome;
        }
    }

    @Override
    public String toString() {
        return "Scanner[" + rules + "]";
    }
}
