package io.keywatch.enrich;

import io.keywatch.schemas.v1.Transition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What enrich counts: every detection ends in exactly one of these. */
final class EnrichMeters {
    final Counter repeated;
    final Counter unchanged;
    final Counter superseded;
    final Counter failed;
    final Counter unreadableSuppressions;
    private final Map<Transition, Counter> sent = new EnumMap<>(Transition.class);

    EnrichMeters(MeterRegistry registry) {
        repeated = detections(registry, "repeated");
        unchanged = detections(registry, "unchanged");
        superseded = detections(registry, "superseded");
        failed = detections(registry, "failed");
        unreadableSuppressions = Counter.builder("keywatch.enrich.suppressions.unreadable")
                .description("Suppressions that cannot be decoded and hence hide nothing")
                .register(registry);
        for (Transition transition : Transition.values()) {
            sent.put(transition, detections(registry, transition.name().toLowerCase(Locale.ROOT)));
        }
    }

    void sent(Transition transition) {
        Counter counter = sent.get(transition);
        if (counter != null) {
            counter.increment();
        }
    }

    private static Counter detections(MeterRegistry registry, String outcome) {
        return Counter.builder("keywatch.enrich.detections")
                .description("Detections by what they did to their finding")
                .tag("outcome", outcome)
                .register(registry);
    }
}
