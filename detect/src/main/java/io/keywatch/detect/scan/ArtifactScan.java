package io.keywatch.detect.scan;

import io.keywatch.detect.scan.TextScan.Explain;
import io.keywatch.detect.scan.imported.ImportedRule;
import io.keywatch.detect.scan.text.Decoded;
import io.keywatch.detect.scan.text.Lines;
import io.keywatch.detect.scan.unpack.Budget;
import io.keywatch.detect.scan.unpack.ContentVisitor;
import io.keywatch.detect.scan.unpack.Unpacker;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.Masking;
import io.keywatch.schemas.Secret;
import io.keywatch.schemas.v1.Validation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One look at one artifact: its name, its metadata, its content and what is packed in it. What was found anywhere is
 * hidden in every path that it gives. Used by one thread, once.
 */
final class ArtifactScan implements ContentVisitor, AutoCloseable {
    /** Binary content matches short formats by chance: only what is this sure counts there. */
    private static final double BINARY_FLOOR = 0.9;

    private final Artifact artifact;
    private final TextEngine engine;
    private final Fingerprint fingerprint;
    private final Budget budget;
    private final ScanLimits limits;
    private final Explain explain;
    private final Allowance allowance;
    private final NameScan names;
    private final Masking masking = new Masking();
    private final List<Match> matches = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private boolean anyContent;

    ArtifactScan(Artifact artifact, TextEngine engine, Fingerprint fingerprint, Budget budget, Explain explain) {
        this.artifact = artifact;
        this.engine = engine;
        this.fingerprint = fingerprint;
        this.budget = budget;
        this.limits = budget.limits();
        this.explain = explain;
        this.allowance = Allowance.of(artifact.content().length);
        this.names = new NameScan(engine, artifact.name(), allowance, budget);
    }

    ScanOutcome run() {
        scanAround();
        byte[] content = artifact.content();
        int length = content.length;
        if (length > limits.maxBytes()) {
            length = (int) limits.maxBytes();
            budget.partial("over the limit of " + limits.maxBytes() + " bytes");
        }
        wholeFile(artifact.name(), content, length, null);
        new Unpacker(budget, this).open(content, length, artifact.name());
        if (allowance.exceeded()) {
            budget.partial("over the limit of " + allowance.most() + " values to look at closely");
        }
        if (allowance.refused()) {
            budget.partial("over the limit of " + allowance.mostSteps() + " steps of verification");
        }
        List<Match> found = matches.stream()
                .map(match -> match.at(path(match.archivePath())))
                .toList();
        if (budget.isPartial()) {
            boolean nothing = !anyContent && found.isEmpty() && content.length <= limits.maxBytes();
            return nothing && !budget.reasons().startsWith("over ")
                    ? new ScanOutcome.Unreadable(budget.reasons(), false)
                    : new ScanOutcome.Partial(found, budget.reasons());
        }
        return found.isEmpty() ? new ScanOutcome.Clean() : new ScanOutcome.Matched(found);
    }

    /** What was decided on the way, in order; empty where nobody asked. */
    List<Decision> decisions() {
        return decisions.stream()
                .map(decision -> decision.at(path(decision.archivePath())))
                .toList();
    }

    private @Nullable String path(@Nullable String path) {
        return path == null ? null : masking.mask(path, budget::inTime);
    }

    @Override
    public void content(byte[] bytes, int length, @Nullable String path, String name) {
        anyContent = true;
        String location = artifact.name() + (path == null ? "" : "!" + path);
        if (path != null) {
            wholeFile(location, bytes, length, path);
        }
        Decoded text = Decoded.of(bytes, length);
        TextEngine.Found found =
                engine.scan(text.bytes(), text.length(), name, location, room(), explain, allowance, budget::inTime);
        found.judgements().forEach(judgement -> decisions.add(decision(judgement, found.lines(), path)));
        matches.addAll(matches(text, found, path));
    }

    /** A member's name is content too, and where it is one secret for many members it is reported once. */
    @Override
    public String member(String name, @Nullable String path) {
        NameScan.Name scanned = names.of(name, room());
        String masked = scanned.masked();
        String place = (path == null ? "" : path + "!") + masked + "#name";
        for (Match match : matches(scanned.text(), scanned.found(), place)) {
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

    @Override
    public String inner(String name) {
        return names.of(name, limits.maxMatches()).masked();
    }

    /** Name and metadata are content that no archive holds. */
    private void scanAround() {
        NameScan.Name own = names.of(artifact.name(), room());
        matches.addAll(matches(own.text(), own.found(), "#name"));
        for (Map.Entry<String, String> entry : artifact.metadata().entrySet()) {
            NameScan.Name line = names.of(entry.getKey() + "=" + entry.getValue(), room());
            String key = line.masked(entry.getKey().getBytes(StandardCharsets.UTF_8).length);
            matches.addAll(matches(line.text(), line.found(), "#metadata/" + key));
        }
    }

    private int room() {
        return limits.maxMatches() - matches.size();
    }

    /** A file that a user's rule calls a finding for its path alone: the secret is all of it. */
    private void wholeFile(String location, byte[] bytes, int length, @Nullable String path) {
        if (length == 0) {
            return;
        }
        for (ImportedRule rule : engine.imported().filesAt(location)) {
            if (room() > 0) {
                Secret secret = Secret.copyOf(bytes, 0, length);
                String print = fingerprint.of(secret);
                secret.destroy();
                RuleInfo info = rule.info();
                matches.add(new Match(
                        info,
                        info.type(),
                        info.provider(),
                        print,
                        Masking.MASK,
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

    private List<Match> matches(Decoded text, TextEngine.Found found, @Nullable String path) {
        if (!found.complete()) {
            budget.partial("a text was not read to its end");
        }
        if (found.overflowed()) {
            budget.partial("over the limit of " + limits.maxMatches() + " matches");
        }
        return found.candidates().stream()
                .filter(c ->
                        !text.binary() || c.confidence() >= BINARY_FLOOR || c.validation() == Validation.CHECKSUM_OK)
                .map(c -> match(c, text, found.lines(), path))
                .toList();
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
        Secret written = Secret.copyOf(text.bytes(), c.start(), c.end() - c.start());
        Secret secret = c.value() != null ? c.value() : written;
        String print = fingerprint.of(secret);
        String preview = secret.preview(c.prefix());
        masking.take(secret);
        masking.take(written);
        secret.destroy();
        written.destroy();
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

    /** Forgets what was found. */
    @Override
    public void close() {
        masking.close();
    }

    @Override
    public String toString() {
        return "ArtifactScan[" + matches.size() + " matches]";
    }
}
