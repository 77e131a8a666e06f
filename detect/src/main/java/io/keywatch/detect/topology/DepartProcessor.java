package io.keywatch.detect.topology;

import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.people.Departures;
import io.keywatch.detect.rule.RuleSwitches;
import io.keywatch.schemas.v1.Finding;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/** Feeds the departures of one partition of people. */
@NullUnmarked // Streams calls init before anything else
final class DepartProcessor implements Processor<String, Clue, String, Emitted> {
    private final RuleSwitches switches;
    private final Departures.Memory memory;
    private ProcessorContext<String, Emitted> context;
    private Departures departures;

    DepartProcessor(RuleSwitches switches, Departures.Memory memory) {
        this.switches = switches;
        this.memory = memory;
    }

    @Override
    public void init(ProcessorContext<String, Emitted> context) {
        this.context = context;
        this.departures = new Departures(memory, new StoreTables(context));
        Flushing.start(context, now -> departures.flush(finding -> found(finding, now)));
    }

    @Override
    public void process(Record<String, Clue> record) {
        long at = record.timestamp();
        departures.observe(
                record.key(),
                record.value(),
                finding -> found(finding, at),
                (key, clue) -> context.forward(new Record<>(key, new Emitted.Hinted(clue), at)));
    }

    private void found(Finding finding, long at) {
        switches.over(wanted -> context.forward(new Record<>(wanted.getId(), new Emitted.Found(wanted), at)))
                .accept(finding);
    }
}
