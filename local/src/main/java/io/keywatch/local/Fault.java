package io.keywatch.local;

import java.time.Duration;

/** What a {@link FaultProxy} does to a request. */
public sealed interface Fault {
    /** Answers with an S3 error instead of asking S3. */
    record Refuse(int status, String code) implements Fault {}

    /** Passes so many bytes of the answer on and then breaks the connection. */
    record CutAfter(long bytes) implements Fault {}

    /** Answers in the end, but late. */
    record Delay(Duration by) implements Fault {}

    static Fault accessDenied() {
        return new Refuse(403, "AccessDenied");
    }

    static Fault noSuchKey() {
        return new Refuse(404, "NoSuchKey");
    }

    static Fault slowDown() {
        return new Refuse(503, "SlowDown");
    }
}
