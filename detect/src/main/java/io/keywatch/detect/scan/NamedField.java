package io.keywatch.detect.scan;

import io.keywatch.detect.scan.Candidate.Rank;
import io.keywatch.detect.scan.assign.Placeholders;
import io.keywatch.detect.scan.assign.SecretName;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Validation;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A field that its format calls a secret: what remains to be told apart are references and placeholders. */
final class NamedField {
    private static final double CONFIDENCE = 0.85;
    private static final int MIN_LENGTH = 3;

    private NamedField() {}

    /** MD5, SHA-1 or longer in hex, and the crypt family. */
    private static final Pattern HASH = Pattern.compile(
            "(?:[0-9a-fA-F]{32}|\\*?[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{128}|\\$[\\w-]{1,16}\\$.{8,})");

    private static boolean isHash(String value) {
        return HASH.matcher(value).matches();
    }

    static void add(TextScan scan, String name, int start, int end) {
        String value = new String(scan.bytes(), start, end - start, StandardCharsets.ISO_8859_1);
        if (value.length() < MIN_LENGTH
                || Placeholders.isReference(value)
                || Placeholders.isTemplate(value)
                || Placeholders.isDummy(value)
                || Placeholders.isMadeUp(value)) {
            return;
        }
        byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
        SecretName kind = SecretName.of(text, 0, text.length);
        boolean hash = name.equals("hash") || (kind == SecretName.PASSWORD && isHash(value));
        RuleInfo rule = hash ? BuiltinRules.PASSWORD_HASH : BuiltinRules.generic(kind);
        scan.add(new Candidate(
                rule,
                start,
                end,
                0,
                Rank.STRUCTURE,
                CONFIDENCE,
                hash ? Severity.MEDIUM : rule.severity(),
                Validation.STRUCTURE_OK,
                null,
                null));
    }
}
