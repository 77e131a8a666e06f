package io.keywatch.detect.scan;

import io.keywatch.detect.scan.decode.Run;
import io.keywatch.schemas.Secret;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Validation;
import org.jspecify.annotations.Nullable;

/**
 * A verified place of a secret, before overlaps are settled.
 *
 * @param start of the value itself
 * @param prefix length of the public prefix of the value
 * @param value of decoded text; null where it is the bytes at its place
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
        @Nullable String accountId,
        @Nullable Secret value) {

    Candidate(
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
        this(rule, start, end, prefix, rank, confidence, severity, validation, accessKeyId, accountId, null);
    }

    /** The same, found in decoded text: it stands where the text was decoded from, and its value is not there. */
    Candidate decodedFrom(Run run) {
        Secret found = value != null ? value : Secret.copyOf(run.bytes(), start, end - start);
        // a decoded value says more than the run that it was read from
        Rank more = rank == Rank.GENERIC ? Rank.STRUCTURE : rank;
        return new Candidate(
                rule,
                run.from(start),
                run.to(end),
                prefix,
                more,
                confidence,
                severity,
                validation,
                accessKeyId,
                accountId,
                found);
    }

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
                account == null ? accountId : account,
                value);
    }
}
