package io.keywatch.detect.scan;

import io.keywatch.schemas.v1.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What people read of a rule.
 *
 * @param type rule-independent kind of secret, e.g. {@code aws-secret-key}
 * @param remediation what to do about it, as one or two sentences
 * @param source where the fact about the format comes from
 */
public record RuleInfo(
        String id,
        String name,
        String version,
        String type,
        @Nullable String provider,
        Severity severity,
        double confidence,
        String remediation,
        String source) {}
