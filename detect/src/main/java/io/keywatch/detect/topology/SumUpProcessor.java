package io.keywatch.detect.topology;

import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.correlate.Accumulator;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.schemas.v1.Finding;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/** Feeds the accumulator of one partition of principals. */
@NullUnmarked // Streams calls init before anything else
final class SumUpProcessor implements Processor<String, Clue, String, Finding> {
    private final AccessSettings settings;
    private final Accumulator.Memory memory;
    private ProcessorContext<String, Finding> context;
    private Accumulator accumulator;

    SumUpProcessor(AccessSettings settings, Accumulator.Memory memory) {
        this.settings = settings;
        this.memory = memory;
    }

    @Override
    public void init(ProcessorContext<String, Finding> context) {
        this.context = context;
        this.accumulator = new Accumulator(settings.switches(), settings.rareReads(), memory, new StoreTables(context));
        Flushing.start(
                context,
                now -> accumulator.flush(finding -> context.forward(new Record<>(finding.getId(), finding, now))));
    }

    @Override
    public void process(Record<String, Clue> record) {
        accumulator.observe(
                record.value(), finding -> context.forward(new Record<>(finding.getId(), finding, record.timestamp())));
    }
}
