package io.keywatch.app.quality;

import io.keywatch.schemas.v1.Severity;
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
}
