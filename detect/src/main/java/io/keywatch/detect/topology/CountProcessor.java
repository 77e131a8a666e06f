package io.keywatch.detect.topology;

import io.keywatch.detect.sigma.SigmaEngine;
import io.keywatch.detect.sigma.SigmaRuleSet;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/** Feeds the correlations of user rules in one partition of families. */
@NullUnmarked // Streams calls init before anything else
final class CountProcessor implements Processor<String, ApiCall, String, Finding> {
    private final Supplier<SigmaRuleSet> userRules;
    private final SigmaEngine.Memory memory;
    private ProcessorContext<String, Finding> context;
    private SigmaEngine engine;

    CountProcessor(Supplier<SigmaRuleSet> userRules, SigmaEngine.Memory memory) {
        this.userRules = userRules;
        this.memory = memory;
    }

    @Override
    public void init(ProcessorContext<String, Finding> context) {
        this.context = context;
        this.engine = SigmaEngine.correlations(userRules, memory, new StoreTables(context));
        Flushing.start(
                context, now -> engine.flush(finding -> context.forward(new Record<>(finding.getId(), finding, now))));
    }

    @Override
    public void process(Record<String, ApiCall> record) {
        engine.correlate(
                record.key(),
                record.value(),
                finding -> context.forward(new Record<>(finding.getId(), finding, record.timestamp())));
    }
}
