package io.keywatch.app.replay;

import java.io.PrintWriter;
import java.util.function.Supplier;

/** One line on a terminal that is written over and over; nothing elsewhere. Not thread-safe. */
final class Progress {
    /** Nobody reads faster. */
    private static final long BETWEEN_NANOS = 200_000_000;

    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean shown;
    private long last = System.nanoTime();

    private Progress(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    /** @param terminal whether a person looks at {@code err} */
    static Progress on(PrintWriter err, boolean terminal) {
        return new Progress(err, terminal);
    }

    void tell(Supplier<String> line) {
        if (shown && System.nanoTime() - last > BETWEEN_NANOS) {
            last = System.nanoTime();
            err.print(ERASE_LINE + line.get());
            err.flush();
        }
    }

    void clear() {
        if (shown) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }
}
