package io.keywatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private final Masking masking = new Masking();

    @Test
    void hidesAValueWhereverItStands() {
        masking.take(Secret.of("tulip-42"));
        assertThat(masked("a/tulip-42/tulip-42.txt")).isEqualTo("a/…/….txt");
        assertThat(masked("tulip-42")).isEqualTo("…");
        assertThat(masked("tulip-4")).isEqualTo("tulip-4");
        assertThat(masked("")).isEmpty();
    }

    @Test
    void takesValuesThatOverlapForOnePlace() {
        masking.take(Secret.of("tulip-42"));
        masking.take(Secret.of("42-rose"));
        masking.take(Secret.of("tulip"));
        assertThat(masked("x/tulip-42-rose/tulip")).isEqualTo("x/…/…");
        assertThat(masked("tuliptulip")).isEqualTo("…");
    }

    @Test
    void hidesTextOfAnyScript() {
        masking.take(Secret.of("пароль"));
        assertThat(masked("ä/пароль/ü")).isEqualTo("ä/…/ü");
    }

    @Test
    void leavesWhatStandsEverywhereByChance() {
        masking.take(Secret.of("abc"));
        assertThat(masked("abc/abcd")).isEqualTo("abc/abcd");
    }

    @Test
    void showsNothingWhereThereWasNoTimeToLook() {
        masking.take(Secret.of("tulip-42"));
        assertThat(masking.mask("a/tulip-42", () -> false)).isEqualTo("…");
        assertThat(masking.mask("a/rose", () -> false)).isEqualTo("a/rose");
    }

    @Test
    void outlivesTheSecretAndForgetsItWhenClosed() {
        Secret secret = Secret.of("tulip-42");
        masking.take(secret);
        secret.destroy();
        assertThat(masked("tulip-42")).isEqualTo("…");
        assertThat(masking).hasToString("Masking[1 starts]");
        masking.close();
        assertThat(masked("tulip-42")).isEqualTo("tulip-42");
    }

    @Test
    void hidesPlacesOfTheFirstBytesOnly() {
        BitSet hidden = new BitSet();
        hidden.set(2, 9);
        byte[] text = "ab345678 rest".getBytes(StandardCharsets.UTF_8);
        assertThat(Masking.without(text, 5, hidden)).isEqualTo("ab…");
        assertThat(Masking.without(text, text.length, hidden)).isEqualTo("ab…rest");
        assertThat(Masking.without(text, 2, hidden)).isEqualTo("ab");
    }

    private String masked(String text) {
        return masking.mask(text, () -> true);
    }
}
