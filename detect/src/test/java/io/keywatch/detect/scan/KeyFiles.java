package io.keywatch.detect.scan;

import io.keywatch.detect.scan.check.Forge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/** Private keys as the tools write them, made anew: in the open, and behind a passphrase. */
final class KeyFiles {
    private static final String PBE = "PBEWithSHA1AndDESede";

    private KeyFiles() {}

    /** @param kind {@code pkcs8}, {@code openssh}, {@code putty2} or {@code putty3}, with {@code -locked}; {@code rsa-locked} */
    static String of(String kind, Random random) {
        try {
            return switch (kind) {
                case "pkcs8" -> pem("PRIVATE" + " KEY", pkcs8());
                case "pkcs8-locked" -> pem("ENCRYPTED PRIVATE" + " KEY", locked(random));
                case "rsa-locked" -> traditional(random);
                case "openssh" -> pem("OPENSSH PRIVATE" + " KEY", openssh("none", "none", random));
                case "openssh-locked" -> pem("OPENSSH PRIVATE" + " KEY", openssh("aes256-ctr", "bcrypt", random));
                case "putty2" -> Forge.putty(2, random);
                case "putty3" -> Forge.putty(3, random);
                case "putty2-locked" -> lockedPutty(2, "", random);
                case "putty3-locked" ->
                    lockedPutty(
                            3,
                            "Key-Derivation: Argon2id\nArgon2-Memory: 8192\nArgon2-Passes: 21\n"
                                    + "Argon2-Parallelism: 1\nArgon2-Salt: " + hex(16, random) + "\n",
                            random);
                default -> throw new IllegalArgumentException("no key file of kind " + kind);
            };
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK makes such keys", e);
        }
    }

    private static byte[] pkcs8() throws GeneralSecurityException {
        return der("EC");
    }

    /** PKCS#8 of a key for an algorithm as the JDK names it. */
    static byte[] der(String algorithm) throws GeneralSecurityException {
        return KeyPairGenerator.getInstance(algorithm)
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
    }

    static byte[] locked(Random random) throws GeneralSecurityException, IOException {
        byte[] salt = bytes(16, random);
        Cipher cipher = Cipher.getInstance(PBE);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(PBE)
                        .generateSecret(new PBEKeySpec(Forge.text(12, random).toCharArray())),
                new PBEParameterSpec(salt, 2048));
        AlgorithmParameters parameters = cipher.getParameters();
        return new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(pkcs8())).getEncoded();
    }

    /** OpenSSL's older form: the body is ciphertext, headers say of what. */
    private static String traditional(Random random) {
        String headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,"
                + hex(16, random).toUpperCase(Locale.ROOT) + "\n\n";
        String pem = pem("RSA PRIVATE" + " KEY", bytes(608, random));
        int body = pem.indexOf('\n') + 1;
        return pem.substring(0, body) + headers + pem.substring(body);
    }

    /** PROTOCOL.key of OpenSSH: strings with their lengths in front. */
    private static byte[] openssh(String cipher, String derivation, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII));
        string(out, cipher.getBytes(StandardCharsets.US_ASCII));
        string(out, derivation.getBytes(StandardCharsets.US_ASCII));
        string(out, derivation.equals("none") ? new byte[0] : bytes(24, random));
        out.writeBytes(new byte[] {0, 0, 0, 1});
        string(out, bytes(51, random));
        string(out, bytes(144, random));
        return out.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(new byte[] {0, 0, (byte) (bytes.length >>> 8), (byte) bytes.length});
        out.writeBytes(bytes);
    }

    private static String lockedPutty(int version, String derivation, Random random) {
        String mac = hex(version == 3 ? 32 : 20, random);
        return "PuTTY-User-Key-File-" + version + ": ssh-ed25519\nEncryption: aes256-cbc\nComment: made in a test\n"
                + "Public-Lines: 2\n" + base64(51, random).replaceFirst("(.{64})", "$1\n") + "\n" + derivation
                + "Private-Lines: 1\n" + base64(48, random) + "\nPrivate-MAC: " + mac + "\n";
    }

    private static String pem(String label, byte[] body) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(body) + "\n-----END " + label + "-----\n";
    }

    private static String base64(int length, Random random) {
        return Base64.getEncoder().encodeToString(bytes(length, random));
    }

    private static String hex(int length, Random random) {
        return HexFormat.of().formatHex(bytes(length, random));
    }

    private static byte[] bytes(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
