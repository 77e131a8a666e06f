package io.keywatch.schemas;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells secrets apart without telling what they are: HMAC-SHA-256 under an organisation's key, as
 * {@code k<version>:<first 32 hex digits>}. Keyed, because the plain hash of a weak password can be reversed by
 * guessing. The version is in the value, so that a changed key never makes two secrets look the same or one look new
 * without a reason.
 *
 * <p>Thread-safe.
 */
public final class Fingerprint {
    /** Environment variable with {@code <version>:<base64 key>}. */
    public static final String ENVIRONMENT = "KEYWATCH_FINGERPRINT_KEY";

    /** RFC 2104 recommends a key of at least the hash length. */
    public static final int MIN_KEY_BYTES = 32;

    private static final int DIGEST_BYTES_KEPT = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final int version;
    private final ThreadLocal<Mac> mac;

    private Fingerprint(int version, byte[] key) {
        if (key.length < MIN_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "fingerprint key has " + key.length + " bytes, needs at least " + MIN_KEY_BYTES);
        }
        if (version < 1) {
            throw new IllegalArgumentException("fingerprint key version " + version + " is below 1");
        }
        this.version = version;
        SecretKeySpec spec = new SecretKeySpec(key, ALGORITHM);
        this.mac = ThreadLocal.withInitial(() -> newMac(spec));
    }

    public static Fingerprint withKey(int version, byte[] key) {
        return new Fingerprint(version, key);
    }

    /**
     * Reads {@code <version>:<base64>}, as in the key file and in {@value #ENVIRONMENT}.
     *
     * @throws IllegalArgumentException naming what is wrong, never the key
     */
    public static Fingerprint parse(String versionAndKey) {
        String text = versionAndKey.strip();
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("fingerprint key must be <version>:<base64>");
        }
        try {
            return new Fingerprint(
                    Integer.parseInt(text.substring(0, colon)),
                    Base64.getDecoder().decode(text.substring(colon + 1)));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("fingerprint key version is not a number");
        } catch (IllegalArgumentException invalid) {
            String why = String.valueOf(invalid.getMessage());
            throw new IllegalArgumentException(why.startsWith("fingerprint") ? why : "fingerprint key is not base64");
        }
    }

    public static Fingerprint fromFile(Path file) throws IOException {
        return parse(Files.readString(file, StandardCharsets.US_ASCII));
    }

    /** A key that lives as long as the process: for `scan` and `replay` without a configured key. */
    public static Fingerprint ephemeral() {
        byte[] key = new byte[MIN_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Fingerprint(1, key);
    }

    /** A line for a new key file. */
    public static String newKeyLine(int version) {
        byte[] key = new byte[MIN_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return version + ":" + Base64.getEncoder().encodeToString(key);
    }

    public String of(Secret secret) {
        byte[] digest = mac.get().doFinal(secret.reveal());
        return "k" + version + ":" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES_KEPT);
    }

    @Override
    public String toString() {
        return "Fingerprint[key version " + version + "]";
    }

    private static Mac newMac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
