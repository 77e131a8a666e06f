package io.keywatch.ingest.vault;

import io.micrometer.core.instrument.MeterRegistry;

/** What the vault reader counts. */
final class VaultMetrics {
    private static final String PREFIX = "keywatch.vault.";

    private final MeterRegistry registry;

    VaultMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** {@code outcome}: held, gone, denied, failed. */
    void reading(String outcome) {
        registry.counter(PREFIX + "readings", "outcome", outcome).increment();
    }

    /** Fingerprints told of. */
    void told(int values) {
        registry.counter(PREFIX + "values.told").increment(values);
    }

    /** {@code outcome}: whole, or partial where something could not be listed or read. */
    void round(boolean whole) {
        registry.counter(PREFIX + "rounds", "outcome", whole ? "whole" : "partial")
                .increment();
    }
}
