package io.keywatch.detect.scan;

import io.keywatch.detect.scan.Candidate.Rank;
import io.keywatch.detect.scan.check.PrivateKeyDer;
import io.keywatch.detect.scan.check.Verdict;
import io.keywatch.schemas.v1.Severity;

/** A file that is a private key in DER: it has no literal to look for, and is known by where its structure ends. */
final class DerKey {
    private static final PrivateKeyDer CHECK = new PrivateKeyDer();

    private DerKey() {}

    static void find(TextScan scan) {
        int end = PrivateKeyDer.end(scan.bytes(), 0, scan.length());
        Verdict verdict = CHECK.of(scan.bytes(), 0, end);
        if (!verdict.rejected()) {
            RuleInfo rule = BuiltinRules.DER_KEY;
            Severity severity = verdict.severity() == null ? rule.severity() : verdict.severity();
            scan.add(new Candidate(rule, 0, end, 0, Rank.VERIFIED, 0.98, severity, verdict.validation(), null, null));
        }
    }
}
