package io.keywatch.detect.correlate;

import io.keywatch.schemas.v1.Finding;
import java.util.function.Consumer;

/** One join over its own table. All clues of one join key come to the same join; they may come in any order and twice. */
interface Join {
    /** Whether clues of this join key are any of its business. Pure. */
    boolean concerns(String joinKey);

    void observe(String joinKey, Clue clue, Consumer<Finding> out);

    /** Drops what is too old to join, a part of the table each time. */
    void forget(long now, int limit);
}
