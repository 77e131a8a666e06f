package io.keywatch.detect.scan.rule;

import io.keywatch.schemas.v1.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule as written in a rule file.
 *
 * @param pattern what the secret looks like; capturing group 1 is the secret where it is not the whole
 * @param anchor a literal of the pattern to look for first; empty to take the best
 * @param context words one of which must stand before the value, in its name or on its line; the pattern is then the
 *     value alone. Empty for a pattern that speaks for itself
 * @param near words one of which must stand within {@code nearBytes} on either side
 * @param minEntropy bits per byte of the value
 * @param atLeast how many digits, capitals and so on the value has after its prefix
 * @param check name of an offline check, see {@link io.keywatch.detect.scan.check.Checks}
 * @param requires another rule that must have matched within {@code withinLines}
 * @param maxWidth bytes of the widest match; 0 to take it from the pattern
 * @param prefix length of the public prefix of the value, which a preview may show
 * @param openLeft whether letters and digits may stand right before
 * @param openRight whether the characters of the value may go on after it
 * @param identifier names something and gives no access by itself
 */
public record RuleSpec(
        String id,
        String name,
        String version,
        String type,
        @Nullable String provider,
        String source,
        String remediation,
        Severity severity,
        double confidence,
        String pattern,
        String anchor,
        List<String> context,
        List<String> near,
        int nearBytes,
        double minEntropy,
        Characters atLeast,
        @Nullable String check,
        @Nullable String requires,
        int withinLines,
        int maxWidth,
        int prefix,
        boolean openLeft,
        boolean openRight,
        boolean identifier) {}
