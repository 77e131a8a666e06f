package io.keywatch.detect.scan.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ClassifierTest {
    @Test
    void readsBackTheBytesThatItWrote() throws IOException {
        byte[] bytes = small().toBytes();

        assertThat(Classifier.read(new ByteArrayInputStream(bytes)).toBytes()).isEqualTo(bytes);
    }

    @Test
    void refusesWhatIsNoClassifierOrIsCutOff() {
        byte[] bytes = small().toBytes();
        byte[] other = bytes.clone();
        other[0]++;

        assertThatThrownBy(() -> Classifier.read(new ByteArrayInputStream(other)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Classifier.read(new ByteArrayInputStream(bytes, 0, bytes.length - 1)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void holdsNoMoreTraitsThanAByteCanNumber() {
        assertThat(of(255 - Classifier.ADDED).dense()).isEqualTo(255 - Classifier.ADDED);
        assertThatThrownBy(() -> of(256 - Classifier.ADDED)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sendsARowToTheLeafThatItsNumbersLeadTo() {
        Trees trees = small().trees();

        assertThat(trees.sum(new float[] {0.5f})).isEqualTo(-1);
        assertThat(trees.sum(new float[] {0.6f})).isEqualTo(2);
    }

    @Test
    void findsWordsCommonAndRandomLettersRare() {
        int[] counts = new int[Rarity.triples()];
        byte[] text = "the password of the server and the name of the user "
                .repeat(40)
                .getBytes(StandardCharsets.UTF_8);
        Rarity.count(text, text.length, counts);
        Rarity rarity = Rarity.of(counts);

        assertThat(bits(rarity, "server")).isLessThan(bits(rarity, "sxqvzr"));
    }

    private static float bits(Rarity rarity, String value) {
        Traits traits = new Traits();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        traits.begin();
        Triples.of(bytes, 0, bytes.length, traits);
        float[] row = new float[Rarity.NUMBERS];
        rarity.write(traits.triples(), traits.tripleCount(), row, 0);
        return row[0];
    }

    private static Classifier small() {
        return of(3);
    }

    private static Classifier of(int dense) {
        Trees trees = new Trees(1, 1, new short[1], new float[] {0.5f}, new float[] {-1, 2});
        double[] weights = new double[Traits.HASHED];
        weights[7] = 0.5;
        return new Classifier(
                dense, Rarity.of(new int[Rarity.triples()]), HashedWeights.of(weights), trees, 1.5f, -0.25f, 0.4f);
    }
}
