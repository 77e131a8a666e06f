package io.keywatch.detect.scan.check;

import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Validation;
import org.jspecify.annotations.Nullable;

/**
 * What a check says.
 *
 * @param rejected it cannot be such a secret: a checksum with two or more independent vectors is wrong, or the
 *     structure is not there
 * @param severity overrides the rule's, null to keep it
 */
public record Verdict(
        boolean rejected,
        Validation validation,
        @Nullable Severity severity,
        @Nullable String accessKeyId,
        @Nullable String accountId) {
    public static final Verdict UNCHECKED = new Verdict(false, Validation.UNCHECKED, null, null, null);
    public static final Verdict REJECTED = new Verdict(true, Validation.CHECKSUM_BAD, null, null, null);
    public static final Verdict CHECKSUM_OK = new Verdict(false, Validation.CHECKSUM_OK, null, null, null);
    /** Wrong by a checksum that is known from few vectors: less sure, but kept. */
    public static final Verdict DOUBTFUL = new Verdict(false, Validation.CHECKSUM_BAD, null, null, null);

    public static final Verdict STRUCTURE_OK = new Verdict(false, Validation.STRUCTURE_OK, null, null, null);

    public Verdict as(Severity changed) {
        return new Verdict(rejected, validation, changed, accessKeyId, accountId);
    }

    public static Verdict account(@Nullable String accessKeyId, @Nullable String accountId) {
        return new Verdict(
                false,
                accountId == null ? Validation.STRUCTURE_OK : Validation.ACCOUNT_DECODED,
                null,
                accessKeyId,
                accountId);
    }
}
