package io.keywatch.detect.topology;

import io.keywatch.detect.access.AccessAnalyzer;
import java.util.function.LongConsumer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/** Publishes what changed quietly, every half minute of wall clock. */
final class Flushing {
    private Flushing() {}

    /** @param flush called on the stream thread with the time, epoch milliseconds */
    static void start(ProcessingContext context, LongConsumer flush) {
        context.schedule(AccessAnalyzer.FLUSH_INTERVAL, PunctuationType.WALL_CLOCK_TIME, flush::accept);
    }
}
