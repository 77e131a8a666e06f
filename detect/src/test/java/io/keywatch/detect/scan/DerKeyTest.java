package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.v1.Severity;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Private keys in DER are known by their structure, whatever the file is called. */
class DerKeyTest {
    private static final Scanner SCANNER =
            Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "DSA", "Ed25519", "X25519", "ML-DSA"})
    void findsAKeyInTheOpen(String algorithm) throws Exception {
        byte[] key = KeyFiles.der(algorithm);

        assertThat(scan(key)).singleElement().satisfies(match -> {
            assertThat(match.rule().id()).isEqualTo("private-key-der");
            assertThat(match.severity()).isEqualTo(Severity.HIGH);
            assertThat(match.startByte()).isZero();
            assertThat(match.endByte()).isEqualTo(key.length);
        });
    }

    /** The key of PKCS#8 holds an older form in its octets. */
    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void findsAKeyInTheFormOfItsAlgorithm(String algorithm) throws Exception {
        byte[] key = KeyFiles.der(algorithm);
        int from = algorithm.equals("RSA") ? 26 : indexOf(key, HexFormat.of().parseHex("020101")) - 2;

        assertThat(scan(Arrays.copyOfRange(key, from, key.length)))
                .extracting(match -> match.rule().id())
                .containsExactly("private-key-der");
    }

    @Test
    void aKeyBehindAPassphraseIsLess() throws Exception {
        assertThat(scan(KeyFiles.locked(new Random(1))))
                .singleElement()
                .satisfies(match -> assertThat(match.severity()).isEqualTo(Severity.LOW));
    }

    @Test
    void whatIsPublicOrCutOffIsNoKey() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        byte[] open = pair.getPublic().getEncoded();
        byte[] key = pair.getPrivate().getEncoded();
        // of SHA-256, as it is signed
        byte[] digest = HexFormat.of().parseHex("3031300d060960864801650304020105000420" + "7a".repeat(32));
        for (byte[] none :
                List.of(open, Arrays.copyOf(key, key.length - 1), digest, "0123".getBytes(StandardCharsets.US_ASCII))) {
            assertThat(scan(none)).isEmpty();
        }
    }

    private static int indexOf(byte[] bytes, byte[] what) {
        int at = 0;
        while (!Arrays.equals(bytes, at, at + what.length, what, 0, what.length)) {
            at++;
        }
        return at;
    }

    private static List<Match> scan(byte[] content) {
        return SCANNER.scan(Artifact.of("data", content)).matches();
    }
}
