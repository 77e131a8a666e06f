package io.keywatch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BackoffTest {
    @Property
    void neverWaitsLongerThanTheLongestNorNotAtAll(@ForAll long seed, @ForAll @IntRange(max = 200) int failures) {
        Backoff backoff = new Backoff(new Random(seed));
        Duration wait = backoff.next();
        for (int i = 0; i < failures; i++) {
            wait = backoff.next();
        }
        assertThat(wait).isBetween(Backoff.FIRST.dividedBy(2), Backoff.LONGEST);
    }

    @Property
    void startsAgainAfterASuccess(@ForAll long seed) {
        Backoff backoff = new Backoff(new Random(seed));
        for (int i = 0; i < 30; i++) {
            backoff.next();
        }
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Backoff.FIRST);
    }
}
