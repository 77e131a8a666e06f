package io.keywatch.detect.scan;

import io.keywatch.detect.scan.Candidate.Rank;
import io.keywatch.detect.scan.assign.Placeholders;
import io.keywatch.detect.scan.assign.SecretName;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Validation;
import java.nio.charset.StandardCharsets;

/** A field that its format calls a secret: what remains to be told apart are references and placeholders. */
final class NamedField {
    private static final double CONFIDENCE = 0.85;
    private static final int MIN_LENGTH = 3;

    private NamedField() {}

    static void add(TextScan scan, String name, int start, int end) {
        String value = new String(scan.bytes(), start, end - start, StandardCharsets.ISO_8859_1);
        if (value.length() < MIN_LENGTH
                || Placeholders.isReference(value)
                || Placeholders.isTemplate(value)
                || Placeholders.isDummy(value)) {
            return;
        }
        boolean hash = name.equals("hash");
        byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
        RuleInfo rule = hash ? BuiltinRules.PASSWORD_HASH : BuiltinRules.generic(SecretName.of(text, 0, text.length));
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
