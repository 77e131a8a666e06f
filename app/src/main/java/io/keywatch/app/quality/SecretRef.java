package io.keywatch.app.quality;

/**
 * A secret or a SecureString parameter: its name and where it stands, never a value.
 *
 * @param name for a secret without the six characters that its ARN adds
 * @param team who owns it
 */
public record SecretRef(
        Store store, String arn, String name, String accountId, String region, String kmsKeyArn, String team) {
    public enum Store {
        SECRETS_MANAGER,
        PARAMETER_STORE
    }

    public boolean parameter() {
        return store == Store.PARAMETER_STORE;
    }
}
