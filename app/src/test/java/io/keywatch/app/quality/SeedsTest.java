package io.keywatch.app.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SeedsTest {
    @Test
    void trainAndTestSeedsNeverMeet() {
        assertThat(Seeds.train(1_000)).doesNotContain(Seeds.test(1_000));
    }

    @Test
    void refusesMoreThanARangeHolds() {
        assertThat(Seeds.test(1_000)).hasSize(1_000);
        assertThatIllegalArgumentException().isThrownBy(() -> Seeds.test(1_001));
        assertThatIllegalArgumentException().isThrownBy(() -> Seeds.test(0));
    }
}
