package io.keywatch.detect.posture;

import io.keywatch.detect.correlate.Clue;
import io.keywatch.schemas.v1.Finding;
import java.util.function.Consumer;

/** One check over its own table. All clues of one join key come to the same check. */
interface PostureCheck {
    /** Names the check's timers; never changed once released, never with a {@code |}. */
    String name();

    /** Whether clues of this join key are any of its business. Pure. */
    boolean concerns(String joinKey);

    void observe(String joinKey, Clue clue, Timers timers, Consumer<Finding> out);

    /**
     * A timer that this check set has come. It may have been overtaken by events: look before you speak.
     *
     * @param at what it was set to, in whole minutes
     */
    void due(String subject, long at, Timers timers, Consumer<Finding> out);

    /** A check of secrets, each by itself. */
    interface OfSecrets extends PostureCheck {
        @Override
        default boolean concerns(String joinKey) {
            return joinKey.startsWith(Clue.SECRET);
        }
    }

    /** Asks to be called back when event time has passed {@code at} (epoch milliseconds) and the grace after it. */
    interface Timers {
        long MINUTE = 60_000;

        void at(long at, String subject);
    }
}
