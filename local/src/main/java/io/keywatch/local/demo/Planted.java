package io.keywatch.local.demo;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.zip.CRC32;

/** Secrets of the right shape, made at run time, of no use anywhere. */
public final class Planted {
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String DIGITS = "0123456789";
    private static final String ALPHANUMERIC = DIGITS + UPPER + LOWER;

    private final SecureRandom random = new SecureRandom();

    /** 16 base32 characters after the prefix; the first tells that the key belongs to no legacy account. */
    public String accessKeyId() {
        return "AKIA" + "R" + text(UPPER + "234567", 15);
    }

    public String secretAccessKey() {
        return text(ALPHANUMERIC + "/+", 40);
    }

    /** Classic personal access token: 30 characters and their CRC-32 in base 62. */
    public String gitHubToken() {
        String body = text(ALPHANUMERIC, 30);
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        StringBuilder check = new StringBuilder();
        for (long rest = crc.getValue(); check.length() < 6; rest /= 62) {
            check.insert(0, ALPHANUMERIC.charAt((int) (rest % 62)));
        }
        return "ghp_" + body + check;
    }

    public String stripeKey() {
        return "sk_" + "live_" + text(ALPHANUMERIC, 24);
    }

    public String password() {
        return text(UPPER, 4) + text(LOWER, 6) + text(DIGITS, 5) + text(LOWER, 3);
    }

    public String privateKeyPem() {
        try {
            byte[] key = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            String marker = " PRIVATE" + " KEY-----\n";
            return "-----BEGIN" + marker
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key) + "\n-----END" + marker;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    public String text(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        random.ints(length, 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
        return text.toString();
    }
}
