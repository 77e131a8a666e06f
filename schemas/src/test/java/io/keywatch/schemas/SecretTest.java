package io.keywatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SecretTest {
    @Property
    void aPreviewNeverShowsMoreThanAQuarter(
            @ForAll @StringLength(max = 80) String value, @ForAll @IntRange(max = 100) int knownPrefix) {
        Secret secret = Secret.of(value);

        int shown = secret.preview(knownPrefix)
                .codePoints()
                .map(c -> c == '…' ? 0 : 1)
                .sum();

        assertThat(shown).isLessThanOrEqualTo(secret.length() / 4);
    }

    @Test
    void aPreviewShowsTheKnownPrefixAndTheLastFour() {
        assertThat(Secret.of("AKIA" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ23").preview(4))
                .isEqualTo("AKIA…WXYZ23".replace("WX", ""));
    }

    @Test
    void cannotBePrinted() {
        assertThat("" + Secret.of("correct-horse")).isEqualTo("Secret[13 bytes]");
    }

    @Test
    void cannotBeSerialised() {
        assertThatThrownBy(() -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(Secret.of("x")))
                .isInstanceOf(NotSerializableException.class);
    }

    @Test
    void theSameSecretHasTheSameFingerprintUnderTheSameKeyOnly() {
        Fingerprint one = Fingerprint.parse(Fingerprint.newKeyLine(3));
        Fingerprint two = Fingerprint.ephemeral();
        Secret secret = Secret.of("a secret");

        assertThat(one.of(secret)).startsWith("k3:").hasSize(35).isEqualTo(one.of(Secret.of("a secret")));
        assertThat(one.of(secret)).isNotEqualTo(one.of(Secret.of("A secret")));
        assertThat(two.of(secret).substring(3)).isNotEqualTo(one.of(secret).substring(3));
    }

    @Test
    void aShortOrBrokenKeyIsRefusedWithoutShowingIt() {
        String weak = Base64.getEncoder().encodeToString(new byte[31]);

        assertThatThrownBy(() -> Fingerprint.parse("1:" + weak)).hasMessageContaining("31 bytes");
        assertThatThrownBy(() -> Fingerprint.parse("1:!!!notbase64"))
                .hasMessageContaining("base64")
                .hasMessageNotContaining("notbase64")
                .hasNoCause();
        assertThatThrownBy(() -> Fingerprint.parse(weak)).hasMessageContaining("<version>:<base64>");
        assertThatThrownBy(() -> Fingerprint.parse("x:" + weak)).hasMessageContaining("version");
        assertThatThrownBy(() -> Fingerprint.parse("0:" + Base64.getEncoder().encodeToString(new byte[32])))
                .hasMessageContaining("below 1");
    }

    @Test
    void idsAreStableAndPartsDoNotRunTogether() {
        assertThat(FindingIds.exposure("r", "k1:ab", "c")).isEqualTo(FindingIds.exposure("r", "k1:ab", "c"));
        assertThat(FindingIds.exposure("r", "k1:ab", "c")).isNotEqualTo(FindingIds.exposure("r", "k1:a", "bc"));
        assertThat(FindingIds.posture("a", "b")).isNotEqualTo(FindingIds.coverage("a", "b"));
    }
}
