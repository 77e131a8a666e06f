package io.keywatch.detect.scan.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Validation;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each check against vectors that we did not compute, and against its own forgeries with one character changed. */
class CheckVectorsTest {

    /** Synthetic values of the formats' descriptions, in parts so that no valid token stands here. */
    static Stream<Arguments> vectors() {
        return Stream.of(
                vector("crc32-base62-body", "ghp_", "kzBtHinJfyF9MNLcfb37W91A3CbWRY1JV75w"),
                vector("crc32-base62-body", "npm_", "mSqsVhkIqDAVA8vq0Rl4e3h89kk4Qb39yIKW"),
                vector(
                        "crc32-base62-body",
                        "ghr_",
                        "nYWBMsJhCD1iWF85Rr5L1qHkpJowNPlxrIPqSYko2RwfnRWYIjU9qAk4iAyl8huGclYN6H00QwAa"),
                vector("crc32-base36", "glpat-", "bzoxCnU6Mtyq51JNNQTb25gRl797epbb.01.0w10djqi7"),
                vector("crc32-hex-little-endian", "glsa_", "kYvnhdkpLIYSu0migFsoxMCV9s1BbD6n_ffe5fcd9"),
                vector("crc32-hex", "ATBB", "GN9by9Q3W7fgNSel0qrCN1BnC1C90EB8"),
                vector("crc32-hex-body", "zpka_", "o1edb12sa6hyrvz2r9uxuvya1iakqgtw_45024792"),
                vector(
                        "github-fine-grained",
                        "github_pat_",
                        "73jBq85UPSFQ5R1JkDyKRD_yES2LWYBN1m0V8bQrgiLSKEvIxu28krdlLqMjnv0qz1HRSYUK3BBr6Y83ca"),
                vector(
                        "azure-identifiable",
                        "NGuORAb20tRDvNnFsjairvsS5m8ukV+/kVndLhSaMVdiVTAkveoiUdUq1qb+zy+hUMWryJH+p3t5",
                        "+AStvy1qLg=="),
                vector("azure-identifiable", "VtognB1ljzanlT6kDjvrg1n5VjI8KVANfKRET8+voa", "+ACR69aS8r"),
                vector("azure-identifiable", "onJA6+LvjWn6FE1fnjsgeZC7y5PjxQEGiG", "AzCaFgkF2h"),
                vector("bech32", "AGE-SECRET-KEY-1", "YS838J0TD9L7XKQUE9MNTNY4SWWU25PRV4SE2S3EYQXW5X4X7N3S68G52F"),
                // Microsoft's example of the shape
                vector("entra-client-secret", "zzz8Q~", "z".repeat(31) + "blP"),
                // BIP 173
                vector("bech32", "A1", "2UEL5L"),
                vector("bech32", "abcdef1", "qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"),
                // BIP 32, the master keys of its first two test vectors
                vector(
                        "base58check",
                        "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvv",
                        "NKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi"),
                vector(
                        "base58check",
                        "xprv9s21ZrQH143K31xYSDQpPDxsXRTUcvj2iNHm5NUtrGiGG5e2DtALGdso3pGz6",
                        "ssrdK4PFmM8NSpSBHNqPqm55Qn3LqFtT2emdEXVYsCzC2U"),
                // the Bitcoin wiki's examples of WIF, without and with the mark of a compressed public key
                vector("base58check", "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZ", "yd4dZ1jvhTVqvbTLvyTJ"),
                vector("base58check", "KwdMAjGmerYanjeui5SHS7JkmpZvVi", "pYvB2LJGU1ZxJwYvP98617"),
                vector("nats-seed", "SUAMLK2ZNL35WSMW37E7UD4VZ7ELPKW7", "DHC3BWBSD2GCZ7IUQQXZIORRBU"),
                // SEP 23 and the documentation of Stellar's SDKs
                vector("stellar-seed", "SAV76USXIJOBMEQXPANUOQM6F5LI", "OTLPDIDVRJBFFE2MDJXG24TAPUU7"),
                vector("stellar-seed", "SDJHRQF4GCMIIKAAAQ6IHY42X73F", "QFLHUULAPSKKD4DFDM7UXWWCRHBE"));
    }

    private static Arguments vector(String check, String head, String tail) {
        return Arguments.of(check, head + tail);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void acceptsPublishedVectors(String check, String value) {
        assertThat(verdict(check, value).validation()).isEqualTo(Validation.CHECKSUM_OK);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void noticesOneChangedCharacter(String check, String value) {
        int at = value.length() - value.length() / 3;
        char other = value.charAt(at) == 'q' ? 'z' : 'q';
        Verdict verdict = verdict(check, value.substring(0, at) + other + value.substring(at + 1));
        assertThat(verdict.rejected() || verdict.validation() == Validation.CHECKSUM_BAD)
                .isTrue();
    }

    @Test
    void decodesTheAccountOfAnAccessKeyId() {
        Verdict verdict = verdict("aws-access-key-id", "AKIA" + "RZPUZDIKCIPA2D4K");
        assertThat(verdict.accountId()).isEqualTo("123456789012");
        assertThat(verdict.validation()).isEqualTo(Validation.ACCOUNT_DECODED);
    }

    @Test
    void tellsNoAccountOfAnAccessKeyIdFromBefore2019() {
        assertThat(verdict("aws-access-key-id", "AKIA" + "IQPUZDIKCIPA2D4K").accountId())
                .isNull();
    }

    @Test
    void rejectsAnAccessKeyIdThatIsNotBase32() {
        assertThat(verdict("aws-access-key-id", "AKIA" + "0189ABCDEFGHIJKL").rejected())
                .isTrue();
    }

    @Test
    void decodesTheAccountOfABedrockKey() {
        String key = Forge.valid("aws-bedrock-key", "ABSK", new Random(1));
        assertThat(verdict("aws-bedrock-key", key).accountId()).isEqualTo("123456789012");
    }

    @Test
    void decodesTheKeyOfAShortLivedBedrockKey() {
        String key = Forge.valid("aws-bedrock-key", "bedrock-api-key-", new Random(1));
        assertThat(verdict("aws-bedrock-key", key).accessKeyId()).startsWith("ASIA");
        assertThat(verdict("aws-bedrock-key", "bedrock-api-key-" + "YOUR_KEY").rejected())
                .isTrue();
    }

    @Test
    void wantsTheOriginInASessionToken() {
        String token = Forge.valid("aws-session-token", "", new Random(1));
        assertThat(verdict("aws-session-token", token).validation()).isEqualTo(Validation.STRUCTURE_OK);
        assertThat(verdict("aws-session-token", Forge.text(200, new Random(2))).rejected())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pypi-macaroon",
                "nats-seed",
                "stellar-seed",
                "grafana-api-key",
                "sentry-token",
                "jfrog-reference",
                "intercom-token",
                "aws-eks-token",
                "basic-credentials"
            })
    void acceptsTheWholeAndNotAPartOfWhatCanBeDecoded(String check) {
        String value = Forge.valid(check, "", new Random(3));
        assertThat(verdict(check, value).rejected()).isFalse();
        String cut = value.substring(0, value.length() / 9);
        assertThat(verdict(check, cut).rejected()).isTrue();
    }

    @Test
    void wantsTheMembersOfAnEncodedObject() {
        String other = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"u\":\"somebody\",\"x\":1}".getBytes(StandardCharsets.US_ASCII));
        assertThat(verdict("mapbox-token", "sk." + other + "." + "a".repeat(22)).rejected())
                .isTrue();
        assertThat(verdict("mapbox-token", Forge.valid("mapbox-token", "", new Random(8)))
                        .validation())
                .isEqualTo(Validation.STRUCTURE_OK);
    }

    /** The CRC-32 of "hello" is 0x3610a686 and its base64, lowest byte first, hqYQNg. */
    @Test
    void spellsAChecksumInBase64() {
        assertThat(verdict("crc32-base64-body", "cflt" + "hello" + "hqYQNg").validation())
                .isEqualTo(Validation.CHECKSUM_OK);
        assertThat(verdict("crc32-base64-body", "cflt" + "hello" + "hqYQNh").validation())
                .isEqualTo(Validation.CHECKSUM_BAD);
    }

    @Test
    void acceptsAnnotatedAzureKeysOfBothLengthsAndDoubtsOthers() {
        Random random = new Random(9);
        String head = Forge.text(52, random) + "JQQJ99BKAC" + Forge.text(14, random) + "AZEG";
        for (String tail : new String[] {"abcd", "abcdef=="}) {
            String key = Forge.valid("azure-common-annotated", head + tail, random);
            assertThat(verdict("azure-common-annotated", key).validation()).isEqualTo(Validation.CHECKSUM_OK);
            String wrong = (key.charAt(0) == 'a' ? 'b' : 'a') + key.substring(1);
            assertThat(verdict("azure-common-annotated", wrong).validation()).isEqualTo(Validation.CHECKSUM_BAD);
        }
    }

    /** The unencrypted Ed25519 key of PuTTY's own tests. */
    @Test
    void verifiesTheMacOfAPuttyKey() {
        String key = "PuTTY-User-Key-File-2: ssh-ed25519\nEncryption: none\nComment: ed25519-key-20200105\n"
                + "Public-Lines: 2\nAAAAC3NzaC1lZDI1NTE5AAAAIHJCszOHaI9X/yGLtjn22f0hO6VPMQDVtctkym6F\nJH1W\n"
                + "Private-Lines: 1\nAAAAIGvvIpl8jyqn8Xufkw6v" + "3FnEGtXF3KWw55AP3/AGEBpY\n"
                + "Private-MAC: 2a629acfcfbe28488a1ba9b6948c36406bc28422\n";
        assertThat(verdict("putty-key", key).validation()).isEqualTo(Validation.CHECKSUM_OK);
        assertThat(verdict("putty-key", key.replace("20200105", "20200106")).validation())
                .isEqualTo(Validation.CHECKSUM_BAD);
    }

    @Test
    void tellsPuttyKeysByVersionEncryptionAndPrivateLines() {
        String third = Forge.putty(3, new Random(10));
        assertThat(verdict("putty-key", third).validation()).isEqualTo(Validation.CHECKSUM_OK);
        assertThat(verdict("putty-key", third.replace("\n", "\\n")).validation())
                .isEqualTo(Validation.CHECKSUM_OK);
        assertThat(verdict("putty-key", third.replace(": none", ": aes256-cbc")).severity())
                .isEqualTo(Severity.LOW);
        assertThat(verdict("putty-key", third.substring(0, third.indexOf("Private-Lines")))
                        .rejected())
                .isTrue();
    }

    @Test
    void lowersAShortLivedBedrockKeyThatHasExpired() {
        AwsBedrockKey check = new AwsBedrockKey(InstantSource.fixed(Instant.parse("2026-11-25T12:00:01Z")));
        for (String date : new String[] {"20261125T000000Z", "20261125T000001Z", "20261125T000002Z"}) {
            byte[] key = ("bedrock-api-key-"
                            + Base64.getEncoder()
                                    .encodeToString(Forge.bedrockUrl(date, new Random(11))
                                            .getBytes(StandardCharsets.US_ASCII)))
                    .getBytes(StandardCharsets.US_ASCII);
            // valid for twelve hours
            assertThat(check.of(key, 0, key.length).severity())
                    .as(date)
                    .isEqualTo(date.endsWith("00Z") ? Severity.LOW : null);
        }
    }

    @Test
    void readsTheJsonWebTokenInANewServerToken() {
        String token = "ghs_1234567_" + Forge.jwt("RS256", "\"exp\":4102444800", new Random(12));
        assertThat(verdict("github-server-token", token).validation()).isEqualTo(Validation.STRUCTURE_OK);
        assertThat(verdict("github-server-token", "ghs_1234567_" + Forge.text(90, new Random(13)))
                        .rejected())
                .isTrue();
        assertThat(verdict("github-server-token", "ghs_" + Forge.text(36, new Random(14)))
                        .validation())
                .isEqualTo(Validation.UNCHECKED);
    }

    @Test
    void wantsDigitsInTheFirstPartOfADiscordToken() {
        Random random = new Random(3);
        assertThat(verdict("discord", Forge.valid("discord", "", random)).rejected())
                .isFalse();
        assertThat(verdict("discord", Forge.text(24, random) + ".abcdef.x").rejected())
                .isTrue();
    }

    @Test
    void lowersExpiredAndUnsignedTokens() {
        Random random = new Random(4);
        assertThat(verdict("jwt", Forge.jwt("RS256", "\"exp\":4102444800", random))
                        .severity())
                .isNull();
        assertThat(verdict("jwt", Forge.jwt("RS256", "\"exp\":1000000000", random))
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(verdict("jwt", Forge.jwt("none", "\"sub\":1", random)).severity())
                .isEqualTo(Severity.LOW);
        assertThat(verdict("jwt", "eyJhbGciOi" + ".anything.else").rejected()).isTrue();
    }

    @Test
    void acceptsEntraSecretsWithTheirChecksumAndDoubtsOthers() {
        String secret = Forge.valid("entra-client-secret", "abc8Q~" + Forge.text(34, new Random(5)), new Random(5));
        assertThat(verdict("entra-client-secret", secret).validation()).isEqualTo(Validation.CHECKSUM_OK);
        String wrong = secret.substring(0, 37) + (secret.charAt(37) == 'a' ? 'b' : 'a') + secret.substring(38);
        assertThat(verdict("entra-client-secret", wrong).validation()).isEqualTo(Validation.CHECKSUM_BAD);
    }

    @Test
    void parsesPrivateKeysAndTellsEncryptedOnes() throws Exception {
        byte[] der = KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        String plain = pem("PRIVATE KEY", body);
        assertThat(verdict("private-key-pem", plain).severity()).isNull();
        assertThat(verdict("private-key-pem", plain).rejected()).isFalse();
        assertThat(verdict("private-key-pem", plain.replace("\n", "\\n")).rejected())
                .isFalse();
        assertThat(verdict("private-key-pem", pem("ENCRYPTED PRIVATE KEY", body))
                        .severity())
                .isEqualTo(Severity.LOW);
        String headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n";
        assertThat(verdict("private-key-pem", pem("RSA PRIVATE KEY", headers + body))
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(verdict("private-key-pem", pem("RSA PRIVATE KEY", "MIIEow...\n"))
                        .rejected())
                .isTrue();
    }

    @Test
    void neverThrowsOnAnyBytes() {
        Random random = new Random(6);
        for (String name : Checks.names()) {
            for (int length = 0; length < 120; length++) {
                byte[] bytes = new byte[length + 8];
                random.nextBytes(bytes);
                if (length % 2 == 0) {
                    byte[] text = Forge.text(length + 8, random).getBytes(StandardCharsets.US_ASCII);
                    System.arraycopy(text, 0, bytes, 0, bytes.length);
                }
                assertThat(Objects.requireNonNull(Checks.named(name)).of(bytes, 0, bytes.length))
                        .isNotNull();
            }
        }
    }

    private static String pem(String label, String body) {
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----";
    }

    private static Verdict verdict(String check, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        return Objects.requireNonNull(Checks.named(check)).of(bytes, 0, bytes.length);
    }
}
