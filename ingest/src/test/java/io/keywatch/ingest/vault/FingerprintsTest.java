package io.keywatch.ingest.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
    private static final String PASSWORD = "correct" + "-horse-" + "battery";
    private static final String RANDOM = "a1B2c3D4e5F6g7H8" + "i9J0k1L2";

    private final Fingerprint key = Fingerprint.ephemeral();
    private final Fingerprints fingerprints = new Fingerprints(key);

    @Test
    void areThoseThatTheScannerGivesToTheSameText() {
        assertThat(of(PASSWORD)).containsExactly(print(PASSWORD));
    }

    @Test
    void leaveOutTheLineEndOfAFile() {
        assertThat(of(PASSWORD + "\n")).containsExactlyInAnyOrder(print(PASSWORD), print(PASSWORD + "\n"));
    }

    @Test
    void lookIntoTheFieldsOfADocumentHoweverDeep() {
        String document = "{\"db\":{\"password\":\"" + PASSWORD + "\"},\"tokens\":[\"" + RANDOM + "\"]}";

        assertThat(of(document)).containsExactlyInAnyOrder(print(PASSWORD), print(RANDOM));
    }

    @Test
    void takeAFieldThatLooksRandomWhateverItsName() {
        String document = "{\"stripe\":\"" + RANDOM + "\"}";

        assertThat(of(document)).containsExactly(print(RANDOM));
    }

    @Test
    void leaveOutWhatManySecretsHaveInCommon() {
        String document = "{\"username\":\"application\",\"host\":\"db.example.com\",\"engine\":\"postgres\","
                + "\"port\":5432,\"dbInstanceIdentifier\":\"prod-orders-0123456789ab\",\"pin\":\"1234\"}";

        assertThat(of(document)).containsExactly(print(document));
    }

    @Test
    void takeANumberForTheTextThatItIs() {
        assertThat(of("867530" + "9\n")).containsExactlyInAnyOrder(print("867530" + "9"), print("867530" + "9\n"));
    }

    @Test
    void takeBinaryValuesAsTheyAre() {
        byte[] bytes = {0, (byte) 0xff, 1, 2, 3, 4, 5, 6};

        assertThat(fingerprints.of(bytes)).containsExactly(key.of(Secret.copyOf(bytes, 0, bytes.length)));
        assertThat(bytes).containsExactly(0, 0xff, 1, 2, 3, 4, 5, 6);
    }

    private Set<String> of(String value) {
        return fingerprints.of(value.getBytes(StandardCharsets.UTF_8));
    }

    private String print(String text) {
        return key.of(Secret.of(text));
    }
}
