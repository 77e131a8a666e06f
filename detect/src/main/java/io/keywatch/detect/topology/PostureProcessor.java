package io.keywatch.detect.topology;

import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.posture.PostureAnalyzer;
import io.keywatch.schemas.v1.Finding;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/**
 * Feeds the posture analyzer of one partition, and tells it the time: the newest event's while events come, the wall
 * clock's once none has come for {@link PostureSettings#idle()}. What a check waits for is rare, so waiting for the next event would
 * leave a quiet account untold.
 */
@NullUnmarked // Streams calls init before anything else
final class PostureProcessor implements Processor<String, Clue, String, Finding> {
    private final PostureSettings settings;
    private final PostureAnalyzer.Memory memory;
    private ProcessorContext<String, Finding> context;
    private PostureAnalyzer analyzer;
    private Instant lastArrival;
    private Instant newest = Instant.MIN;

    PostureProcessor(PostureSettings settings, PostureAnalyzer.Memory memory) {
        this.settings = settings;
        this.memory = memory;
    }

    @Override
    public void init(ProcessorContext<String, Finding> context) {
        this.context = context;
        this.analyzer = new PostureAnalyzer(settings.dates(), memory, new StoreTables(context));
        this.lastArrival = Instant.ofEpochMilli(context.currentSystemTimeMs());
        context.schedule(settings.tick(), PunctuationType.WALL_CLOCK_TIME, this::tick);
        Flushing.start(context, now -> analyzer.flush(finding -> forward(finding, now)));
    }

    @Override
    public void process(Record<String, Clue> record) {
        lastArrival = Instant.ofEpochMilli(context.currentSystemTimeMs());
        analyzer.observe(record.key(), record.value(), finding -> forward(finding, record.timestamp()));
        if (record.value() instanceof Clue.Call(var call) && call.getEventTime().isAfter(newest)) {
            newest = call.getEventTime();
            analyzer.advanceTo(newest, finding -> forward(finding, record.timestamp()));
        }
    }

    private void tick(long now) {
        Instant time = Instant.ofEpochMilli(now);
        if (Duration.between(lastArrival, time).compareTo(settings.idle()) >= 0) {
            analyzer.advanceTo(time, finding -> forward(finding, now));
        }
    }

    private void forward(Finding finding, long timestamp) {
        settings.switches()
                .over(wanted -> context.forward(new Record<>(wanted.getId(), wanted, timestamp)))
                .accept(finding);
    }
}
