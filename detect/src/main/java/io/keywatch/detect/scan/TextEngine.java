package io.keywatch.detect.scan;

import io.keywatch.detect.scan.TextScan.Explain;
import io.keywatch.detect.scan.assign.SecretName;
import io.keywatch.detect.scan.decode.Escape;
import io.keywatch.detect.scan.decode.Run;
import io.keywatch.detect.scan.judge.Judge;
import io.keywatch.detect.scan.literal.LiteralIndex;
import io.keywatch.detect.scan.pattern.Anchor;
import io.keywatch.detect.scan.rule.Rule;
import io.keywatch.detect.scan.structure.FieldParser;
import io.keywatch.detect.scan.text.FileKind;
import io.keywatch.detect.scan.text.Lines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Finds candidates in one text: one pass over its bytes for the literals of all rules, verification at each place a
 * literal stands, then the joins that need more than one place. Immutable, shared by threads.
 */
final class TextEngine {
    /** Work of one text, for tests: it must grow with the length of the input and no faster. */
    record Work(long literalHits, long patternSteps) {}

    /** What was found in one text. */
    record Found(
            List<Candidate> candidates,
            List<Judgement> judgements,
            boolean complete,
            boolean overflowed,
            Lines lines,
            Work work) {}

    /** Encodings within encodings: each is smaller than the one around it. */
    private static final int MAX_DECODE_DEPTH = 3;

    private final LiteralIndex index;
    private final List<String> literals;
    private final Detector[][] detectors;
    private final Companions companions;
    private final boolean builtin;
    private final ImportedScan imported;

    TextEngine(RuleSet rules) {
        this.companions = new Companions(rules.compiled());
        Map<String, List<Detector>> byLiteral = new LinkedHashMap<>();
        for (Rule rule : rules.compiled()) {
            if (rule.needsContext()) {
                Detector detector = new ContextDetector(rule);
                rule.spec().context().forEach(word -> on(byLiteral, word, detector));
            } else {
                for (Anchor anchor : rule.anchors()) {
                    on(byLiteral, anchor.literal(), new PatternDetector(rule, anchor));
                }
            }
        }
        if (rules.isBuiltin()) {
            builtin(byLiteral, rules);
        }
        for (Escape escape : Escape.values()) {
            Detector escaped = new EscapedText(escape);
            escape.literals().forEach(literal -> on(byLiteral, literal, escaped));
        }
        this.builtin = rules.isBuiltin();
        this.imported = new ImportedScan(rules.imported());
        imported.detectors().forEach((literal, list) -> list.forEach(detector -> on(byLiteral, literal, detector)));
        this.literals = List.copyOf(byLiteral.keySet());
        this.index = LiteralIndex.of(literals);
        this.detectors = byLiteral.values().stream()
                .map(list -> list.toArray(Detector[]::new))
                .toArray(Detector[][]::new);
    }

    /** The detectors that are code and not data. */
    private static void builtin(Map<String, List<Detector>> byLiteral, RuleSet rules) {
        Detector generic = new GenericAssignment(new Judge(rules.classifier()));
        SecretName.LITERALS.forEach(literal -> on(byLiteral, literal, generic));
        on(byLiteral, UrlCredentials.LITERAL, new UrlCredentials());
        KubernetesSecret kubernetes = new KubernetesSecret();
        KubernetesSecret.LITERALS.forEach(literal -> on(byLiteral, literal, kubernetes));
        PrivateKeys keys = new PrivateKeys();
        on(byLiteral, PrivateKeys.PEM_LITERAL, keys);
        on(byLiteral, PrivateKeys.PUTTY_LITERAL, keys);
    }

    private static void on(Map<String, List<Detector>> byLiteral, String literal, Detector detector) {
        byLiteral.computeIfAbsent(literal, l -> new ArrayList<>()).add(detector);
    }

    ImportedScan imported() {
        return imported;
    }

    List<String> literals() {
        return literals;
    }

    /** The literal pass alone, to compare speeds with. */
    LiteralIndex index() {
        return index;
    }

    /** A text that is all of its object. */
    Found scan(byte[] bytes, int length, String name, int maxCandidates, BooleanSupplier keepGoing) {
        return scan(bytes, length, name, name, maxCandidates, keepGoing);
    }

    Found scan(byte[] bytes, int length, String name, String location, int maxCandidates, BooleanSupplier keepGoing) {
        Allowance allowance = Allowance.of(length);
        return scan(bytes, length, name, location, maxCandidates, Explain.NOTHING, allowance, keepGoing);
    }

    /**
     * @param name tells the kind of text, and a format whose secrets have no name next to them
     * @param location object and member, for rules that look at paths
     * @param allowance of the object: all its texts share it
     */
    Found scan(
            byte[] bytes,
            int length,
            String name,
            String location,
            int maxCandidates,
            Explain explain,
            Allowance allowance,
            BooleanSupplier keepGoing) {
        TextScan scan = new TextScan(bytes, length, FileKind.of(name), maxCandidates, explain, allowance).at(location);
        if (builtin) {
            DerKey.find(scan);
        }
        FieldParser parser = builtin ? FieldParser.of(name) : null;
        if (parser != null) {
            parser.parse(bytes, length, (field, start, end) -> NamedField.add(scan, field, start, end));
        }
        return scan(scan, keepGoing, 0);
    }

    private Found scan(TextScan scan, BooleanSupplier keepGoing, int depth) {
        byte[] bytes = scan.bytes();
        int length = scan.length();
        long[] hits = new long[1];
        int done = index.scan(
                bytes,
                0,
                length,
                (literal, end) -> {
                    hits[0]++;
                    verify(scan, literal, end);
                },
                // what cannot be kept need not be looked for
                () -> !scan.overflowed() && scan.mayVerify() && keepGoing.getAsBoolean());
        scan.tellSteps();
        long steps = scan.attempt().steps();
        boolean complete =
                (done == length || scan.overflowed()) && !scan.attempt().exhausted() && !scan.curtailed();
        complete &= imported.run(scan, keepGoing);
        complete &= depth == MAX_DECODE_DEPTH || EncodedText.find(scan, keepGoing);
        for (Run run : depth < MAX_DECODE_DEPTH ? scan.nested() : List.<Run>of()) {
            byte[] inner = run.bytes();
            TextScan decoded = new TextScan(
                            inner, inner.length, run.kind(), scan.room(), scan.explain(), scan.allowance())
                    .at(scan.location());
            Found found = scan(decoded, keepGoing, depth + 1);
            found.candidates().forEach(c -> scan.add(c.decodedFrom(run)));
            found.judgements().forEach(j -> scan.add(j.decodedFrom(run)));
            complete &= found.complete();
            if (found.overflowed()) {
                scan.overflow();
                break;
            }
            hits[0] += found.work().literalHits();
            steps += found.work().patternSteps();
        }
        scan.candidates().removeIf(scan::sealed);
        Work work = new Work(hits[0], steps);
        List<Judgement> judgements = scan.judgements();
        if (scan.candidates().isEmpty() && judgements.isEmpty()) {
            return new Found(List.of(), judgements, complete, scan.overflowed(), new Lines(bytes, 0), work);
        }
        Lines lines = scan.lines();
        List<Candidate> kept = imported.settle(companions.apply(scan.candidates(), lines), scan, keepGoing);
        List<Candidate> joined = AwsPairing.apply(bytes, length, kept, lines);
        return new Found(settle(joined), judgements, complete, scan.overflowed(), lines, work);
    }

    /** Lets all look that are told of a literal, at one place of it. */
    void verify(TextScan scan, int literal, int end) {
        int start = end - index.length(literal);
        for (Detector detector : detectors[literal]) {
            detector.verify(scan, start, end);
        }
    }

    /** One value is one candidate per place: of overlapping ones the most specific, then the longest, then the first. */
    static List<Candidate> settle(List<Candidate> candidates) {
        List<Candidate> best = new ArrayList<>(candidates);
        best.sort(Comparator.comparing(Candidate::rank)
                .thenComparingInt(c -> c.end() - c.start())
                .thenComparingDouble(Candidate::confidence)
                .reversed()
                .thenComparingInt(Candidate::start)
                .thenComparing(c -> c.rule().id()));
        TreeMap<Integer, Candidate> kept = new TreeMap<>();
        for (Candidate c : best) {
            Map.Entry<Integer, Candidate> before = kept.lowerEntry(c.end());
            if (before == null || before.getValue().end() <= c.start()) {
                kept.put(c.start(), c);
            }
        }
        return List.copyOf(kept.values());
    }

    @Override
    public String toString() {
        return "TextEngine[" + Arrays.stream(detectors).mapToInt(d -> d.length).sum() + " detectors]";
    }
}
