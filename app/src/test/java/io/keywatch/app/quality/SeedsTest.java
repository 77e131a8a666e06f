package io.keywatch.app.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedsTest {
    @Test
    void trainAndTestSeedsNeverMeet() {
        assertThat(Seeds.test()).doesNotContainAnyElementsOf(Seeds.train(1_000));
    }

    @Test
    void readsTrainSeedsAndNumbers() {
        assertThat(Seeds.parse("train:2")).isEqualTo(Seeds.train(2));
        assertThat(Seeds.parse("17, 4")).containsExactly(17L, 4L);
        assertThat(Seeds.parse("test")).isEqualTo(Seeds.test());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "train:", "train:0", "train:1001", "some", "1,,2"})
    void refusesWhatAreNoSeeds(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Seeds.parse(text)).withMessageStartingWith("seeds: ");
    }
}
