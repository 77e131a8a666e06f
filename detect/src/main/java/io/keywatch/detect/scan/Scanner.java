package io.keywatch.detect.scan;

import io.keywatch.detect.scan.TextScan.Explain;
import io.keywatch.detect.scan.imported.ImportedRule;
import io.keywatch.detect.scan.text.Decoded;
import io.keywatch.detect.scan.text.Lines;
import io.keywatch.detect.scan.unpack.Budget;
import io.keywatch.detect.scan.unpack.ContentVisitor;
import io.keywatch.detect.scan.unpack.Unpacker;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.Secret;
import io.keywatch.schemas.v1.Validation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
        Budget budget = new Budget(limits, nanos);
        Allowance allowance = Allowance.of(artifact.content().length);
        List<Match> matches = new ArrayList<>();
        int[] read = new int[1];
        scanAround(artifact, allowance, budget, matches);
        byte[] content = artifact.content();
        int length = content.length;
        if (length > limits.maxBytes()) {
            length = (int) limits.maxBytes();
            budget.partial("over the limit of " + limits.maxBytes() + " bytes");
        }
        wholeFile(artifact.name(), content, length, null, matches);
        NameScan names = new NameScan(engine, artifact.name(), allowance, budget);
        ContentVisitor visitor = new ContentVisitor() {
            @Override
            public void content(byte[] bytes, int size, @Nullable String path, String name) {
                read[0]++;
                String location = artifact.name() + (path == null ? "" : "!" + path);
                if (path != null) {
                    wholeFile(location, bytes, size, path, matches);
                }
                Decoded text = Decoded.of(bytes, size);
                text(text, name, location, path, allowance, budget, matches, explain, decisions);
            }

            @Override
            public String member(String name, @Nullable String path) {
                return Scanner.this.member(names.of(name, room(matches)), path, budget, matches);
            }

            @Override
            public String inner(String name) {
                return names.of(name, limits.maxMatches()).masked();
            }
        };
        new Unpacker(budget, visitor).open(content, length, artifact.name());
        if (allowance.exceeded()) {
            budget.partial("over the limit of " + allowance.most() + " values to look at closely");
        }
        if (budget.isPartial()) {
            boolean nothing = read[0] == 0 && matches.isEmpty() && content.length <= limits.maxBytes();
            return nothing && !budget.reasons().startsWith("over ")
                    ? new ScanOutcome.Unreadable(budget.reasons(), false)
                    : new ScanOutcome.Partial(matches, budget.reasons());
        }
        return matches.isEmpty() ? new ScanOutcome.Clean() : new ScanOutcome.Matched(matches);
    }

    /** Name and metadata are content that no archive holds. */
    private void scanAround(Artifact artifact, Allowance allowance, Budget budget, List<Match> matches) {
        NameScan names = new NameScan(engine, artifact.name(), allowance, budget);
        NameScan.Name own = names.of(artifact.name(), room(matches));
        add(own.text(), own.found(), "#name", budget, matches);
        for (Map.Entry<String, String> entry : artifact.metadata().entrySet()) {
            String line = entry.getKey() + "=" + entry.getValue();
            NameScan.Name found = names.of(line, room(matches));
            String path = "#metadata/" + found.masked(entry.getKey().getBytes(StandardCharsets.UTF_8).length);
            add(found.text(), found.found(), path, budget, matches);
        }
    }

    /** A member's name is content too, and where it is one secret for many members it is reported once. */
    private String member(NameScan.Name name, @Nullable String path, Budget budget, List<Match> matches) {
        String masked = name.masked();
        List<Match> found = new ArrayList<>();
        add(name.text(), name.found(), (path == null ? "" : path + "!") + masked + "#name", budget, found);
        for (Match match : found) {
            boolean known = matches.stream()
                    .anyMatch(m -> m.fingerprint().equals(match.fingerprint())
                            && m.archivePath() != null
                            && m.archivePath().endsWith("#name"));
            if (!known) {
                matches.add(match);
            }
        }
        return masked;
    }

    private int room(List<Match> matches) {
        return limits.maxMatches() - matches.size();
    }

    /** A file that a user's rule calls a finding for its path alone: the secret is all of it. */
    private void wholeFile(String location, byte[] bytes, int length, @Nullable String path, List<Match> matches) {
        if (length == 0) {
            return;
        }
        for (ImportedRule rule : engine.imported().filesAt(location)) {
            if (room(matches) > 0) {
                Secret secret = Secret.copyOf(bytes, 0, length);
                String print = fingerprint.of(secret);
                secret.destroy();
                RuleInfo info = rule.info();
                matches.add(new Match(
                        info,
                        info.type(),
                        info.provider(),
                        print,
                        "…",
                        info.confidence(),
                        info.severity(),
                        Validation.UNCHECKED,
                        null,
                        null,
                        path,
                        1,
                        1,
                        1,
                        1,
                        0,
                        length));
            }
        }
    }

    private void text(
            Decoded text,
            String name,
            String location,
            @Nullable String path,
            Allowance allowance,
            Budget budget,
            List<Match> matches,
            Explain explain,
            Consumer<Decision> decisions) {
        TextEngine.Found found = engine.scan(
                text.bytes(), text.length(), name, location, room(matches), explain, allowance, budget::inTime);
        for (Judgement j : found.judgements()) {
            decisions.accept(decision(j, found.lines(), path));
        }
        add(text, found, path, budget, matches);
    }

    private void add(Decoded text, TextEngine.Found found, @Nullable String path, Budget budget, List<Match> matches) {
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

    private static Decision decision(Judgement j, Lines lines, @Nullable String path) {
        int last = Math.max(j.start(), j.end() - 1);
        return new Decision(
                j.rule(),
                j.ruling(),
                j.probability(),
                path,
                lines.line(j.start()),
                lines.line(last),
                lines.column(j.start()),
                lines.column(last) + 1,
                j.sample());
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
