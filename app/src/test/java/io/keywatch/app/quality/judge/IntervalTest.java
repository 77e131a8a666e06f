package io.keywatch.app.quality.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void agreesWithPublishedWilsonIntervals() {
        // Ten of ten and five of ten: Brown, Cai and DasGupta (2001) and any statistics package.
        assertThat(Interval.wilson(10, 10).low()).isCloseTo(0.7225, within(1e-4));
        assertThat(Interval.wilson(0, 10).high()).isCloseTo(0.2775, within(1e-4));
        assertThat(Interval.wilson(5, 10).low()).isCloseTo(0.2366, within(1e-4));
        assertThat(Interval.wilson(5, 10).high()).isCloseTo(0.7634, within(1e-4));
        assertThat(Interval.wilson(80, 80).low()).isCloseTo(0.9542, within(1e-4));
    }

    @Test
    void holdsItsEstimateStaysInTheUnitIntervalAndNarrowsWithTrials() {
        for (int trials = 1; trials <= 200; trials++) {
            for (int successes = 0; successes <= trials; successes++) {
                Interval interval = Interval.wilson(successes, trials);
                assertThat(interval.low()).isBetween(0.0, interval.estimate());
                assertThat(interval.high()).isBetween(interval.estimate(), 1.0);
                Interval doubled = Interval.wilson(2L * successes, 2L * trials);
                assertThat(doubled.high() - doubled.low()).isLessThan(interval.high() - interval.low());
            }
        }
    }

    @Test
    void knowsNothingWhenNothingWasTried() {
        Interval interval = Interval.wilson(0, 0);
        assertThat(interval.estimate()).isNaN();
        assertThat(interval.low()).isZero();
        assertThat(interval.high()).isEqualTo(1);
    }

    @Test
    void refusesMoreSuccessesThanTrials() {
        assertThatIllegalArgumentException().isThrownBy(() -> Interval.wilson(3, 2));
    }

    @Test
    void boundsARateByTheExactPoissonIntervalWithinTwoPercent() {
        // Exact: 0 -> 3.689, 10 -> [4.795, 18.390].
        assertThat(Interval.poissonRate(0, 1).high()).isCloseTo(3.689, within(0.05));
        assertThat(Interval.poissonRate(10, 1).low()).isCloseTo(4.795, within(0.05));
        assertThat(Interval.poissonRate(10, 1).high()).isCloseTo(18.390, within(0.05));
        assertThat(Interval.poissonRate(10, 4).estimate()).isEqualTo(2.5);
    }
}
