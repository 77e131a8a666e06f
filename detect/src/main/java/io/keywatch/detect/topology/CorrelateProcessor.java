package io.keywatch.detect.topology;

import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.correlate.Correlator;
import io.keywatch.detect.correlate.JoinSettings;
import io.keywatch.detect.rule.RuleSwitches;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/** Feeds the joins of one partition of clues. */
@NullUnmarked // Streams calls init before anything else
final class CorrelateProcessor implements Processor<String, Clue, String, Emitted> {
    private final RuleSwitches switches;
    private final JoinSettings settings;
    private final Correlator.Memory memory;
    private ProcessorContext<String, Emitted> context;
    private Correlator correlator;

    CorrelateProcessor(RuleSwitches switches, JoinSettings settings, Correlator.Memory memory) {
        this.switches = switches;
        this.settings = settings;
        this.memory = memory;
    }

    @Override
    public void init(ProcessorContext<String, Emitted> context) {
        this.context = context;
        this.correlator = new Correlator(switches, settings, memory, new StoreTables(context));
        Flushing.start(
                context,
                now -> correlator.flush(
                        finding -> context.forward(new Record<>(finding.getId(), new Emitted.Found(finding), now))));
    }

    @Override
    public void process(Record<String, Clue> record) {
        correlator.observe(
                record.key(),
                record.value(),
                finding ->
                        context.forward(new Record<>(finding.getId(), new Emitted.Found(finding), record.timestamp())),
                (key, clue) -> context.forward(new Record<>(key, new Emitted.Hinted(clue), record.timestamp())));
    }
}
