package io.keywatch.detect.scan;

import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Validation;
import org.jspecify.annotations.Nullable;

/**
 * A verified place of a secret, before overlaps are settled.
 *
 * @param start of the value itself
 * @param prefix length of the public prefix of the value
 * @param rank what decides between overlapping candidates: the more specific rule
 */
record Candidate(
        RuleInfo rule,
        int start,
        int end,
        int prefix,
        Rank rank,
        double confidence,
        Severity severity,
        Validation validation,
        @Nullable String accessKeyId,
        @Nullable String accountId) {

    /** From least to most specific. */
    enum Rank {
        GENERIC,
        STRUCTURE,
        CONTEXT,
        FORMAT,
        VERIFIED
    }

    Candidate paired(Severity raised, double surer, String keyId, @Nullable String account) {
        return new Candidate(
                rule,
                start,
                end,
                prefix,
                rank,
                Math.max(confidence, surer),
                raised,
                validation,
                keyId,
                account == null ? accountId : account);
    }
}
