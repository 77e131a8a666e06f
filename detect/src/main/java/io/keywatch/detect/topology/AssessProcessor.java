package io.keywatch.detect.topology;

import io.keywatch.detect.access.AccessAnalyzer;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.schemas.v1.ApiCall;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/** Feeds the access analyzer of one partition. */
@NullUnmarked // Streams calls init before anything else
final class AssessProcessor implements Processor<String, ApiCall, String, Emitted> {
    private final AccessSettings settings;
    private final AccessAnalyzer.Memory memory;
    private ProcessorContext<String, Emitted> context;
    private AccessAnalyzer analyzer;

    AssessProcessor(AccessSettings settings, AccessAnalyzer.Memory memory) {
        this.settings = settings;
        this.memory = memory;
    }

    @Override
    public void init(ProcessorContext<String, Emitted> context) {
        this.context = context;
        this.analyzer = new AccessAnalyzer(settings, memory, new StoreTables(context));
        context.schedule(
                AccessAnalyzer.FLUSH_INTERVAL,
                PunctuationType.WALL_CLOCK_TIME,
                now -> analyzer.flush(
                        finding -> context.forward(new Record<>(finding.getId(), new Emitted.Found(finding), now))));
    }

    @Override
    public void process(Record<String, ApiCall> record) {
        if (record.value() == null) {
            return;
        }
        analyzer.observe(
                record.value(),
                finding ->
                        context.forward(new Record<>(finding.getId(), new Emitted.Found(finding), record.timestamp())),
                (key, clue) -> context.forward(new Record<>(key, new Emitted.Hinted(clue), record.timestamp())));
    }
}
