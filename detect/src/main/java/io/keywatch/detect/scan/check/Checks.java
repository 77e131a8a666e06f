package io.keywatch.detect.scan.check;

import io.keywatch.detect.scan.check.Crc32Suffix.Spelling;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The checks by the names that rule files use. A wrong checksum rules a value out where two or more independent public
 * vectors held for it; else it only lowers the confidence.
 */
public final class Checks {
    private static final String DROPPED = "is dropped";
    private static final String DOUBTED = "is kept, less sure";
    private static final String MALFORMED = "is dropped when it has not this structure";
    private static final OfflineCheck JWT = new JsonWebToken(InstantSource.system());
    private static final Map<String, Says> SAYS = new TreeMap<>();
    private static final Map<String, OfflineCheck> BY_NAME = new TreeMap<>();

    /**
     * What a check does, for people.
     *
     * @param failure what becomes of a value that fails, as the rest of a sentence
     */
    public record Says(String computes, String failure) {}

    static {
        String crc = "CRC-32 at the end, ";
        add(
                "crc32-base62-body",
                new Crc32Suffix(4, 0, Spelling.BASE62, true),
                crc + "base 62, prefix left out",
                DROPPED);
        add("bech32", new Bech32(), "the checksum of BIP 173", DROPPED);
        add("base58check", new Base58Check(), "double SHA-256 at the end, in base 58", DROPPED);
        add("nats-seed", new NatsSeed(), "CRC-16 at the end, in base 32", DROPPED);
        add("stellar-seed", new StellarSeed(), "version byte and CRC-16, in base 32", DROPPED);

        add("crc32-base36", new Crc32Suffix(0, 0, Spelling.BASE36, false), crc + "base 36", DOUBTED);
        add("crc32-hex", new Crc32Suffix(0, 0, Spelling.HEX, false), crc + "hex", DOUBTED);
        add(
                "crc32-hex-little-endian",
                new Crc32Suffix(0, 1, Spelling.HEX_LITTLE_ENDIAN, false),
                crc + "hex, lowest byte first",
                DOUBTED);
        add("crc32-hex-body", new Crc32Suffix(5, 1, Spelling.HEX, false), crc + "hex, prefix left out", DOUBTED);
        add(
                "crc32-base64-body",
                new Crc32Suffix(4, 0, Spelling.BASE64_LITTLE_ENDIAN, false),
                crc + "base64, lowest byte first, prefix left out",
                DOUBTED);
        add("github-fine-grained", new GithubFineGrained(), "eight characters of a SHA-256 in base 32", DOUBTED);
        String marvin = "Marvin checksum under ";
        add("azure-identifiable", new AzureIdentifiableKey(), marvin + "a seed of the service", DOUBTED);
        add("azure-common-annotated", new AzureCommonAnnotatedKey(), marvin + "the common seed", DOUBTED);
        add("entra-client-secret", new EntraClientSecret(), marvin + "the seed of client secrets", DOUBTED);
        add("putty-key", new PuttyKey(), "the MAC of an unencrypted key", DOUBTED);

        add("aws-access-key-id", new AwsAccessKeyId(), "base 32 that holds the account", MALFORMED);
        add("aws-session-token", new AwsSessionToken(), "base64 that names its origin", MALFORMED);
        // the lifetime of a short-lived key is in it
        add(
                "aws-bedrock-key",
                new AwsBedrockKey(InstantSource.system()),
                "base64 that holds the account, or a presigned URL with key and expiry",
                MALFORMED);
        encoded("aws-eks-token", "k8s-aws-v1.".length(), "https://sts\\.");
        add("pypi-macaroon", new PypiMacaroon(), "a macaroon of pypi.org with its signature", MALFORMED);
        add("jwt", JWT, "JSON in header and payload; unsigned and expired ones are of low severity", MALFORMED);
        add("github-server-token", new GithubServerToken(JWT), "the JSON Web Token in the newer form", MALFORMED);
        add("discord", new DiscordToken(), "the id in the first part", MALFORMED);
        object("grafana-api-key", "", '.', "k", "n", "id");
        object("grafana-cloud-token", "glc_", '.', "o", "k", "n");
        object("sentry-token", "sntrys_", '_', "iat", "url", "org");
        object("mapbox-token", "sk.", '.', "u", "a");
        object("onepassword-token", "ops_", '.', "signInAddress", "secretKey");
        encoded("jfrog-reference", 0, "reftkn:\\d{2}:\\d{10}:\\w");
        encoded("intercom-token", 0, "tok:[0-9a-f_]{8}");
        add("basic-credentials", new BasicCredentials(), "base64 of a user and a password", MALFORMED);
        add("private-key-pem", new PrivateKeyPem(), "the key itself; encrypted ones are of low severity", MALFORMED);
        add(
                "argument",
                new Argument(),
                "no word that text about a flag goes on with",
                "is dropped when it is such a word");
        add("gcp-service-account", new ServiceAccountJson(), "the members of the file and its key", MALFORMED);
    }

    private Checks() {}

    private static void add(String name, OfflineCheck check, String computes, String failure) {
        BY_NAME.put(name, check);
        SAYS.put(name, new Says(computes, failure));
    }

    private static void encoded(String name, int skip, String start) {
        add(name, new Base64Text(skip, Pattern.compile(start)), "base64 of a text that tells what it is", MALFORMED);
    }

    private static void object(String name, String prefix, char end, String... members) {
        add(name, new Base64Json(prefix, end, Set.of(members)), "base64 of a JSON object and its members", MALFORMED);
    }

    public static @Nullable OfflineCheck named(String name) {
        return BY_NAME.get(name);
    }

    public static Set<String> names() {
        return Collections.unmodifiableSet(BY_NAME.keySet());
    }

    /** By name, in order. */
    public static Map<String, Says> described() {
        return Collections.unmodifiableMap(SAYS);
    }
}
