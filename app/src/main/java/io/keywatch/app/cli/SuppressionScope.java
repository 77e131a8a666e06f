package io.keywatch.app.cli;

import io.keywatch.enrich.context.PrincipalKind;
import io.keywatch.schemas.v1.Suppression;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a suppression covers: every scope that is given must match. There is no scope by user agent: anybody sends any. */
final class SuppressionScope {
    @Option(names = "--rule", paramLabel = "ID", description = "Findings of this rule.")
    private @Nullable String rule;

    @Option(names = "--fingerprint", paramLabel = "PRINT", description = "Exposures of the secret of this fingerprint.")
    private @Nullable String fingerprint;

    @Option(
            names = "--resource",
            paramLabel = "GLOB",
            description = "Findings all of whose resources match; `*` stands for any run of characters.")
    private @Nullable String resource;

    @Option(names = "--principal", paramLabel = "ARN", description = "Findings about this role or user.")
    private @Nullable String principal;

    @Option(
            names = "--principal-kind",
            paramLabel = "KIND",
            description = "Findings about principals of this kind, as the settings and AWS's own names tell:"
                    + " ${COMPLETION-CANDIDATES}.")
    private @Nullable PrincipalKind kind;

    @Option(names = "--account", paramLabel = "ID", description = "Findings of this account.")
    private @Nullable String account;

    /** A builder with these scopes; the caller adds id, reason, owner and times. */
    Suppression.Builder builder() {
        return Suppression.newBuilder()
                .setRuleId(rule)
                .setFingerprint(fingerprint)
                .setResource(resource)
                .setPrincipal(principal)
                .setPrincipalKind(kind == null ? null : kind.label())
                .setAccountId(account);
    }

    static String describe(Suppression suppression) {
        StringBuilder text = new StringBuilder();
        append(text, "rule", suppression.getRuleId());
        append(text, "fingerprint", suppression.getFingerprint());
        append(text, "resource", suppression.getResource());
        append(text, "principal", suppression.getPrincipal());
        append(text, "principal-kind", suppression.getPrincipalKind());
        append(text, "account", suppression.getAccountId());
        return text.toString();
    }

    private static void append(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(value);
        }
    }
}
