package io.keywatch.ingest.vault;

import io.keywatch.aws.AwsClients;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The vaults of one account and region, and whose they are. Used by one thread. */
public final class VaultSite {
    private final Supplier<String> whose;
    private final String region;
    private final List<Vault> vaults;
    private @Nullable String account;

    /** @param whose asks for the account */
    VaultSite(Supplier<String> whose, String region, List<Vault> vaults) {
        this.whose = whose;
        this.region = region;
        this.vaults = vaults;
    }

    /**
     * @param aws clients of that account and region; they stay the caller's
     * @param parameters whether to read SecureString parameters too
     */
    public static VaultSite of(AwsClients aws, boolean parameters) {
        List<Vault> vaults = new ArrayList<>();
        vaults.add(new SecretsManagerVault(aws.secretsManager()));
        if (parameters) {
            vaults.add(new ParameterVault(aws.ssm()));
        }
        String region =
                aws.secretsManager().serviceClientConfiguration().region().id();
        return new VaultSite(() -> aws.sts().getCallerIdentity().account(), region, vaults);
    }

    List<Vault> vaults() {
        return vaults;
    }

    String region() {
        return region;
    }

    /** Asks AWS the first time. */
    String account() {
        String known = account;
        if (known == null) {
            known = whose.get();
            account = known;
        }
        return known;
    }

    /** Whether an ARN names something of this account and region. */
    boolean owns(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length == 6 && parts[3].equals(region) && parts[4].equals(account());
    }
}
