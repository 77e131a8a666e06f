package io.keywatch.app.quality;

import io.keywatch.schemas.v1.Severity;
import java.util.Arrays;
import java.util.List;

/**
 * @param seeds from {@link Seeds}: test seeds for figures that are published
 * @param attacksPerClass per seed
 * @param pagesAt findings at or above it are alerts; those below are listed apart
 * @param threads runs at the same time
 */
public record BenchSettings(int principals, List<Long> seeds, int attacksPerClass, Severity pagesAt, int threads) {
    public BenchSettings {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("seeds: at least one");
        }
        if (attacksPerClass < 1) {
            throw new IllegalArgumentException("attacksPerClass: at least 1, was " + attacksPerClass);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads: at least 1, was " + threads);
        }
    }

    /** A minute's look while developing; never on test seeds. */
    public static BenchSettings quick() {
        return new BenchSettings(200, boxed(Seeds.train(2)), 2, Severity.MEDIUM, 2);
    }

    /** 80 attacks a class and generator: with all of them found, Wilson's lower bound is above 0.95. */
    public static BenchSettings published() {
        return new BenchSettings(1_000, boxed(Seeds.test(10)), 8, Severity.MEDIUM, 2);
    }

    public static List<Long> boxed(long[] seeds) {
        return Arrays.stream(seeds).boxed().toList();
    }
}
