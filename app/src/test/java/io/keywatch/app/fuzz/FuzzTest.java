package io.keywatch.app.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Seeds and mutations of them: the regression half of fuzzing, in every test run. */
class FuzzTest {
    private static final int MUTATIONS = 300;

    @ParameterizedTest
    @EnumSource(Fuzz.Target.class)
    void holdsForSeedsAndTheirMutations(Fuzz.Target target) throws Exception {
        List<byte[]> seeds = target.seeds();
        for (byte[] seed : seeds) {
            target.run(seed);
        }
        Random random = new Random(1);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
            for (int k = 0; k <= random.nextInt(3); k++) {
                input[random.nextInt(input.length)] = (byte) random.nextInt(256);
            }
            target.run(Arrays.copyOf(input, 1 + random.nextInt(input.length)));
        }
    }
}
