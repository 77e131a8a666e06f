package io.keywatch.detect.topology;

import io.keywatch.detect.access.AccessAnalyzer;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.people.Departures;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/** Feeds the departures of one partition of people. */
@NullUnmarked // Streams calls init before anything else
final class DepartProcessor implements Processor<String, Clue, String, Emitted> {
    private final Departures.Memory memory;
    private ProcessorContext<String, Emitted> context;
    private Departures departures;

    DepartProcessor(Departures.Memory memory) {
        this.memory = memory;
    }

    @Override
    public void init(ProcessorContext<String, Emitted> context) {
        this.context = context;
        this.departures = new Departures(memory, new StoreTables(context));
        context.schedule(
                AccessAnalyzer.FLUSH_INTERVAL,
                PunctuationType.WALL_CLOCK_TIME,
                now -> departures.flush(
                        finding -> context.forward(new Record<>(finding.getId(), new Emitted.Found(finding), now))));
    }

    @Override
    public void process(Record<String, Clue> record) {
        departures.observe(
                record.key(),
                record.value(),
                finding ->
                        context.forward(new Record<>(finding.getId(), new Emitted.Found(finding), record.timestamp())),
                (key, clue) -> context.forward(new Record<>(key, new Emitted.Hinted(clue), record.timestamp())));
    }
}
