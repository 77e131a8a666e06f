package io.keywatch.enrich;

import io.keywatch.enrich.context.AccountSettings;
import io.keywatch.enrich.context.PrincipalKind;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What enrich is told by the operator.
 *
 * @param accounts by 12-digit account id
 * @param principals kind by principal id (role issuer or user ARN), where the name alone does not tell
 * @param awsIpRanges a copy of AWS's ip-ranges.json; nothing is downloaded. Without it a small built-in list is used
 * @param runbooks address to which the rule id is appended
 */
public record EnrichSettings(
        Map<String, AccountSettings> accounts,
        Map<String, PrincipalKind> principals,
        Optional<Path> awsIpRanges,
        Optional<URI> runbooks) {
    public EnrichSettings {
        accounts = Map.copyOf(accounts);
        principals = Map.copyOf(principals);
        List<String> problems = new ArrayList<>();
        for (String id : accounts.keySet().stream().sorted().toList()) {
            if (!id.matches("[0-9]{12}")) {
                problems.add("enrich.accounts." + id + " is not a 12-digit account id (quote it in YAML)");
            }
        }
        for (String id : principals.keySet().stream().sorted().toList()) {
            if (!id.startsWith("arn:")) {
                problems.add("enrich.principals." + id + " is not an ARN");
            }
        }
        awsIpRanges
                .filter(path -> !Files.isReadable(path))
                .ifPresent(path -> problems.add("enrich.awsIpRanges cannot be read: " + path));
        runbooks.filter(uri -> !uri.isAbsolute())
                .ifPresent(uri -> problems.add("enrich.runbooks is not an absolute address: " + uri));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    public static EnrichSettings defaults() {
        return new EnrichSettings(Map.of(), Map.of(), Optional.empty(), Optional.empty());
    }
}
