package io.keywatch.detect.topology;

import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.posture.PostureClues;
import io.keywatch.schemas.v1.ApiCall;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/** Picks out what concerns posture, with the little memory that saves repeating it. */
@NullUnmarked // Streams calls init before anything else
final class ConcernProcessor implements Processor<String, ApiCall, String, Clue> {
    private final PostureClues clues = new PostureClues();
    private ProcessorContext<String, Clue> context;

    @Override
    public void init(ProcessorContext<String, Clue> context) {
        this.context = context;
    }

    @Override
    public void process(Record<String, ApiCall> record) {
        if (record.value() != null) {
            clues.of(record.value(), (key, clue) -> context.forward(new Record<>(key, clue, record.timestamp())));
        }
    }
}
