package io.keywatch.enrich.context;

import java.util.Optional;

/**
 * What the operator knows about one account.
 *
 * @param organizationalUnit path or name of its OU
 * @param environment prod, staging, dev, ...: free, but see {@link RiskScore} for the names that weigh
 * @param owner team or address to call
 */
public record AccountSettings(
        Optional<String> name,
        Optional<String> organizationalUnit,
        Optional<String> environment,
        Optional<String> owner,
        Optional<Criticality> criticality) {
    public static final AccountSettings UNKNOWN = new AccountSettings(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
