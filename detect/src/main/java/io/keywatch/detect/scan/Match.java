package io.keywatch.detect.scan;

import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Validation;
import org.jspecify.annotations.Nullable;

/**
 * A secret found, without the secret.
 *
 * @param fingerprint keyed, see {@link io.keywatch.schemas.Fingerprint}
 * @param preview known prefix and last 4 characters at most
 * @param confidence 0..1
 * @param accessKeyId AWS access key id that the secret is, or belongs to
 * @param accountId AWS account that the format itself tells
 * @param archivePath {@code archive!member} path inside the object, {@code #name}, {@code #metadata/<key>} or
 *     {@code archive!member#name} for what is not content; null for plain content. What was found
 *     anywhere in the artifact is {@code …} here
 * @param startLine 1-based
 * @param endLine 1-based, the line of the last character
 * @param startColumn 1-based, in code points
 * @param endColumn 1-based and exclusive
 * @param startByte 0-based, in the (unpacked) content as stored
 * @param endByte exclusive
 */
public record Match(
        RuleInfo rule,
        String type,
        @Nullable String provider,
        String fingerprint,
        String preview,
        double confidence,
        Severity severity,
        Validation validation,
        @Nullable String accessKeyId,
        @Nullable String accountId,
        @Nullable String archivePath,
        int startLine,
        int endLine,
        int startColumn,
        int endColumn,
        long startByte,
        long endByte) {

    /** The same under a path that hides values. */
    Match at(@Nullable String path) {
        return path == null || path.equals(archivePath)
                ? this
                : new Match(
                        rule,
                        type,
                        provider,
                        fingerprint,
                        preview,
                        confidence,
                        severity,
                        validation,
                        accessKeyId,
                        accountId,
                        path,
                        startLine,
                        endLine,
                        startColumn,
                        endColumn,
                        startByte,
                        endByte);
    }
}
