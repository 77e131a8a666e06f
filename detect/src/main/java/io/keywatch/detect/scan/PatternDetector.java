package io.keywatch.detect.scan;

import io.keywatch.detect.scan.Candidate.Rank;
import io.keywatch.detect.scan.assign.Placeholders;
import io.keywatch.detect.scan.check.OfflineCheck;
import io.keywatch.detect.scan.check.Verdict;
import io.keywatch.detect.scan.pattern.Anchor;
import io.keywatch.detect.scan.pattern.BytePattern;
import io.keywatch.detect.scan.rule.Rule;
import io.keywatch.detect.scan.text.Edges;
import io.keywatch.detect.scan.text.Entropy;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Validation;

/** A format that speaks for itself, matched at the places that its literal allows. */
final class PatternDetector implements Detector {
    /** Confidence of a checksum that holds: one in four thousand million would by chance. */
    private static final double CHECKSUM_CONFIDENCE = 0.99;

    private static final double DOUBT = 0.6;

    private final Rule rule;
    private final Anchor anchor;

    PatternDetector(Rule rule, Anchor anchor) {
        this.rule = rule;
        this.anchor = anchor;
    }

    @Override
    public void verify(TextScan scan, int start, int end) {
        if (find(scan, start)) {
            Candidate candidate = judge(
                    scan, rule, scan.attempt().valueStart(), scan.attempt().valueEnd(), Rank.FORMAT);
            if (candidate != null) {
                scan.add(candidate);
            }
        }
    }

    /** Whether the pattern matches around the literal that starts there, all judging aside; the attempt says where. */
    boolean find(TextScan scan, int start) {
        int first = Math.max(0, start - anchor.maxBefore());
        int last = start - anchor.minBefore();
        byte[] bytes = scan.bytes();
        BytePattern pattern = rule.pattern();
        for (int from = first; from <= last; from++) {
            if (!pattern.mayBegin(bytes[from]) || (!rule.spec().openLeft() && !Edges.left(bytes, from))) {
                continue;
            }
            // one more byte, to see whether the value goes on
            int limit = Math.min(scan.length(), from + rule.maxWidth() + 1);
            // a match that ends before is that of another literal
            if (pattern.matchAt(bytes, from, limit, scan.attempt()) >= start) {
                return true;
            }
        }
        return false;
    }

    /** Entropy, kinds of characters, dummies, neighbours and the offline check: the same for patterns with and without context. */
    static @org.jspecify.annotations.Nullable Candidate judge(TextScan scan, Rule rule, int from, int to, Rank rank) {
        byte[] bytes = scan.bytes();
        if (rule.spec().minEntropy() > 0
                && Entropy.of(bytes, from, to) < rule.spec().minEntropy()) {
            return null;
        }
        int body = Math.min(to, from + rule.prefix());
        if (!rule.spec().atLeast().in(bytes, body, to)) {
            return null;
        }
        OfflineCheck check = rule.check();
        Verdict verdict = check == null ? Verdict.UNCHECKED : check.of(bytes, from, to);
        if (verdict.rejected()) {
            return null;
        }
        boolean sure = verdict.validation() == Validation.CHECKSUM_OK;
        if (!sure && (Placeholders.isDummyToken(bytes, body, to) || KnownValues.contains(bytes, from, to))) {
            return null;
        }
        if (!rule.spec().near().isEmpty()
                && !scan.near(rule.spec().near(), from, to, rule.spec().nearBytes())) {
            return null;
        }
        double confidence = sure
                ? CHECKSUM_CONFIDENCE
                : verdict.validation() == Validation.CHECKSUM_BAD
                        ? rule.spec().confidence() * DOUBT
                        : rule.spec().confidence();
        Severity severity = verdict.severity() == null ? rule.spec().severity() : verdict.severity();
        return new Candidate(
                rule.info(),
                from,
                to,
                rule.prefix(),
                sure ? Rank.VERIFIED : rank,
                confidence,
                severity,
                verdict.validation(),
                verdict.accessKeyId(),
                verdict.accountId());
    }
}
