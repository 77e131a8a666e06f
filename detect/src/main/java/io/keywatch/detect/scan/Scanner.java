package io.keywatch.detect.scan;

import io.keywatch.detect.scan.text.Decoded;
import io.keywatch.detect.scan.text.Lines;
import io.keywatch.detect.scan.unpack.Budget;
import io.keywatch.detect.scan.unpack.Unpacker;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.Secret;
import io.keywatch.schemas.v1.Validation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets in artifacts. Thread-safe: one instance for all threads. Never throws for any content; an error here
 * is a bug.
 */
public final class Scanner {
    /** Binary content matches short formats by chance: only what is this sure counts there. */
    private static final double BINARY_FLOOR = 0.9;

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

    public ScanOutcome scan(Artifact artifact) {
        Budget budget = new Budget(limits, nanos);
        List<Match> matches = new ArrayList<>();
        int[] read = new int[1];
        scanAround(artifact, budget, matches);
        byte[] content = artifact.content();
        int length = content.length;
        if (length > limits.maxBytes()) {
            length = (int) limits.maxBytes();
            budget.partial("over the limit of " + limits.maxBytes() + " bytes");
        }
        new Unpacker(budget, (bytes, size, path, name) -> {
                    read[0]++;
                    text(Decoded.of(bytes, size), name, path, budget, matches);
                })
                .open(content, length, artifact.name());
        if (budget.isPartial()) {
            boolean nothing = read[0] == 0 && matches.isEmpty() && content.length <= limits.maxBytes();
            return nothing && !budget.reasons().startsWith("over ")
                    ? new ScanOutcome.Unreadable(budget.reasons(), false)
                    : new ScanOutcome.Partial(matches, budget.reasons());
        }
        return matches.isEmpty() ? new ScanOutcome.Clean() : new ScanOutcome.Matched(matches);
    }

    /** Name and metadata are content that no archive holds. */
    private void scanAround(Artifact artifact, Budget budget, List<Match> matches) {
        around(artifact.name(), "#name", budget, matches);
        for (Map.Entry<String, String> entry : artifact.metadata().entrySet()) {
            String line = entry.getKey() + "=" + entry.getValue();
            around(line, "#metadata/" + entry.getKey(), budget, matches);
        }
    }

    private void around(String line, String path, Budget budget, List<Match> matches) {
        text(Decoded.text(line.getBytes(StandardCharsets.UTF_8)), "name.properties", path, budget, matches);
    }

    private void text(Decoded text, String name, @Nullable String path, Budget budget, List<Match> matches) {
        int room = limits.maxMatches() - matches.size();
        TextEngine.Found found = engine.scan(text.bytes(), text.length(), name, room, budget::inTime);
        if (!found.complete()) {
            budget.partial("a text was not read to its end");
        }
        if (found.overflowed()) {
            budget.partial("over the limit of " + limits.maxMatches() + " matches");
        }
        for (Candidate c : found.candidates()) {
            if (!text.binary() || c.confidence() >= BINARY_FLOOR || c.validation() == Validation.CHECKSUM_OK) {
                matches.add(match(c, text, found.lines(), path));
            }
        }
    }

    private Match match(Candidate c, Decoded text, Lines lines, @Nullable String path) {
        Secret decoded = c.value();
        Secret secret = decoded != null ? decoded : Secret.copyOf(text.bytes(), c.start(), c.end() - c.start());
        String print = fingerprint.of(secret);
        String preview = secret.preview(c.prefix());
        secret.destroy();
        int last = c.end() - 1;
        return new Match(
                c.rule(),
                c.rule().type(),
                c.rule().provider(),
                print,
                preview,
                c.confidence(),
                c.severity(),
                c.validation(),
                c.accessKeyId(),
                c.accountId(),
                path,
                lines.line(c.start()),
                lines.line(last),
                lines.column(c.start()),
                lines.column(last) + 1,
                text.original(c.start()),
                text.original(c.end()));
    }

    @Override
    public String toString() {
        return "Scanner[" + rules + "]";
    }
}
