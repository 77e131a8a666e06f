package io.keywatch.sink;

import io.keywatch.schemas.v1.Finding;
import java.util.List;

/**
 * A target of findings. Delivery is at least once and may repeat what was delivered before: a sink must make that
 * harmless where its target allows.
 *
 * <p>All calls come from one thread. A call may block for as long as its own time-outs say, which must stay well below
 * {@code max.poll.interval.ms} (5 minutes). A sink throws for bugs only; what a target answers is a value.
 */
public interface Sink extends AutoCloseable {
    /** Short name: the end of the consumer group and of the dead letters' stage. */
    String name();

    /**
     * Makes the target ready (index, log group, ...). Called before the first delivery, and again after a pause until
     * it answers ready. Repeating it changes nothing.
     */
    Readiness prepare();

    /**
     * Offers a batch in the order of the topic; never empty.
     *
     * @return one delivery for each finding, in the same order
     */
    List<Delivery> deliver(List<Finding> batch);

    @Override
    default void close() {}
}
