package io.keywatch.detect.posture;

import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One check over its own table. All calls about one subject come to the same check. */
interface PostureCheck {
    RuleSpec rule();

    /** What the call is about, as this check counts; null when it is none of its business. Pure. */
    @Nullable
    String subject(ApiCall call);

    void observe(String subject, ApiCall call, Timers timers, Consumer<Finding> out);

    /** A timer that this check set has come. It may have been overtaken by events: look before you speak. */
    void due(String subject, Consumer<Finding> out);

    /** Asks to be called back when event time has passed {@code at} (epoch milliseconds) and the grace after it. */
    interface Timers {
        void at(long at, String subject);
    }
}
