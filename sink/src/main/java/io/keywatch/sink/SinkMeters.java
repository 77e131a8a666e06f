package io.keywatch.sink;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What one sink counts. */
final class SinkMeters {
    final Counter delivered;
    final Counter rejected;
    final Counter undecodable;
    final Counter retried;
    final Timer attempts;
    final AtomicInteger pending = new AtomicInteger();

    SinkMeters(MeterRegistry registry, String sink, Supplier<Readiness> readiness) {
        delivered = findings(registry, sink, "delivered");
        rejected = findings(registry, sink, "rejected");
        undecodable = findings(registry, sink, "undecodable");
        retried = findings(registry, sink, "retried");
        attempts = Timer.builder("keywatch.sink.attempt")
                .description("One call of the target with a batch")
                .tag("sink", sink)
                .register(registry);
        Gauge.builder("keywatch.sink.pending", pending, AtomicInteger::get)
                .description("Findings read and not yet delivered")
                .tag("sink", sink)
                .register(registry);
        Gauge.builder("keywatch.sink.ready", readiness, state -> state.get() instanceof Readiness.Ready ? 1 : 0)
                .description("1 when the target takes findings")
                .tag("sink", sink)
                .strongReference(true)
                .register(registry);
    }

    private static Counter findings(MeterRegistry registry, String sink, String outcome) {
        return Counter.builder("keywatch.sink.findings")
                .description("Findings by what became of them; a retried one counts again each time")
                .tag("sink", sink)
                .tag("outcome", outcome)
                .register(registry);
    }
}
