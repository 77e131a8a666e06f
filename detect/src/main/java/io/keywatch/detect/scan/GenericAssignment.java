package io.keywatch.detect.scan;

import io.keywatch.detect.scan.Candidate.Rank;
import io.keywatch.detect.scan.RulingMemory.Ruled;
import io.keywatch.detect.scan.TextScan.Explain;
import io.keywatch.detect.scan.assign.Located;
import io.keywatch.detect.scan.assign.PairLocator;
import io.keywatch.detect.scan.assign.Prose;
import io.keywatch.detect.scan.assign.Ruling;
import io.keywatch.detect.scan.assign.SecretName;
import io.keywatch.detect.scan.assign.ValueLocator;
import io.keywatch.detect.scan.decode.Run;
import io.keywatch.detect.scan.judge.Judge;
import io.keywatch.detect.scan.judge.Sample;
import io.keywatch.detect.scan.pattern.ByteSet;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Validation;

/** A telling name with a value that can be a secret, in any format. */
final class GenericAssignment implements Detector {
    private static final int MAX_NAME = 80;

    /** Probability from which a finding has the severity of its kind; below, it is worth a look. */
    private static final double SURE = 0.65;

    /** Of a list of tokens or keys. */
    private static final int MAX_ELEMENTS = 64;

    private static final ByteSet NAME = ByteSet.WORD.or(ByteSet.of("-."));

    private final Judge judge;

    GenericAssignment(Judge judge) {
        this.judge = judge;
    }

    @Override
    public void verify(TextScan scan, int start, int end) {
        if (start < scan.nameEnd()) {
            return;
        }
        byte[] b = scan.bytes();
        int to = end;
        int longest = Math.min(scan.length(), start + MAX_NAME);
        while (to < longest && NAME.has(b[to])) {
            to++;
        }
        int from = start;
        int earliest = Math.max(0, start - MAX_NAME);
        while (from > earliest && NAME.has(b[from - 1])) {
            from--;
        }
        scan.nameEnd(to);
        scan.attempt().count(to - from);
        Located at = scan.located();
        if (!PairLocator.locate(b, from, to, scan.length(), scan.kind(), at)
                && !ValueLocator.locate(b, from, to, scan.length(), scan.kind(), at)) {
            return;
        }
        SecretName name = SecretName.of(b, from, to);
        if (name == SecretName.NONE) {
            return;
        }
        if (at.base64()) {
            Run decoded = Run.named(b, from, to, at.start(), at.end());
            if (decoded != null) {
                scan.addNested(decoded);
                return;
            }
        }
        int elements = 0;
        do {
            report(scan, name, from, to, at);
        } while (at.list() && ++elements < MAX_ELEMENTS && ValueLocator.nextElement(b, scan.length(), at));
    }

    private void report(TextScan scan, SecretName name, int from, int to, Located at) {
        byte[] b = scan.bytes();
        // prose shows on the lines around, which the memory does not compare; a sample is made of what judging leaves
        boolean prose = Prose.is(b, from, to, at, scan.length());
        boolean memory = !prose && scan.explain() != Explain.SAMPLES;
        Ruled ruled = memory ? scan.rulings().recall(b, from, to, at, scan.length()) : null;
        Ruling ruling = prose
                ? Ruling.ORDINARY
                : ruled != null ? ruled.ruling() : scan.screen().screen(b, from, to, at, scan.kind());
        double probability = ruled == null ? Double.NaN : ruled.probability();
        if (ruling == null) {
            if (!scan.mayJudge()) {
                return;
            }
            probability = judge.look(name, b, from, to, at, scan.length(), scan.screen(), scan.place(), scan.traits());
            ruling = probability < judge.threshold()
                    ? Ruling.UNLIKELY
                    : KnownValues.contains(b, at.start(), at.end()) ? Ruling.PUBLISHED : Ruling.FOUND;
        }
        if (memory && ruled == null) {
            scan.rulings().remember(b, from, to, at, scan.length(), ruling, probability);
        }
        RuleInfo rule = BuiltinRules.generic(name);
        if (scan.explain() != Explain.NOTHING) {
            boolean learn = scan.explain() == Explain.SAMPLES && !Double.isNaN(probability);
            scan.add(new Judgement(
                    rule, at.start(), at.end(), ruling, probability, learn ? Sample.of(scan.traits()) : null));
        }
        if (ruling == Ruling.FOUND) {
            scan.add(new Candidate(
                    rule,
                    at.start(),
                    at.end(),
                    0,
                    Rank.GENERIC,
                    probability,
                    probability >= SURE ? rule.severity() : Severity.LOW,
                    Validation.UNCHECKED,
                    null,
                    null));
        }
    }
}
