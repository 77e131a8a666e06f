package io.keywatch.detect.scan.check;

import io.keywatch.detect.scan.check.Crc32Suffix.Spelling;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The checks by the names that rule files use. */
public final class Checks {
    private static final Map<String, OfflineCheck> BY_NAME = Map.ofEntries(
            // two and more public vectors each
            Map.entry("crc32-base62-body", new Crc32Suffix(4, 0, Spelling.BASE62, true)),
            Map.entry("crc32-base36", new Crc32Suffix(0, 0, Spelling.BASE36, true)),
            Map.entry("crc32-hex", new Crc32Suffix(0, 0, Spelling.HEX, true)),
            Map.entry("crc32-hex-little-endian", new Crc32Suffix(0, 1, Spelling.HEX_LITTLE_ENDIAN, true)),
            // one vector, or none of our own
            Map.entry("crc32-base62-body-unsure", new Crc32Suffix(4, 0, Spelling.BASE62, false)),
            Map.entry("crc32-hex-body-unsure", new Crc32Suffix(5, 1, Spelling.HEX, false)),
            Map.entry("github-fine-grained", new GithubFineGrained()),
            Map.entry("azure-identifiable", new AzureIdentifiableKey()),
            Map.entry("entra-client-secret", new EntraClientSecret()),
            Map.entry("aws-access-key-id", new AwsAccessKeyId()),
            Map.entry("aws-session-token", new AwsSessionToken()),
            Map.entry("aws-bedrock-key", new AwsBedrockKey()),
            Map.entry("bech32", new Bech32()),
            Map.entry("nats-seed", new NatsSeed()),
            Map.entry("pypi-macaroon", new PypiMacaroon()),
            Map.entry("jwt", new JsonWebToken(InstantSource.system())),
            Map.entry("discord", new DiscordToken()),
            Map.entry("grafana-json", new GrafanaJson()),
            Map.entry("basic-credentials", new BasicCredentials()),
            Map.entry("private-key-pem", new PrivateKeyPem()),
            Map.entry("gcp-service-account", new ServiceAccountJson()));

    private Checks() {}

    public static @Nullable OfflineCheck named(String name) {
        return BY_NAME.get(name);
    }

    public static Set<String> names() {
        return BY_NAME.keySet();
    }
}
