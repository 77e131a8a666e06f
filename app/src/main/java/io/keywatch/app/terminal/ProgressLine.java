package io.keywatch.app.terminal;

import java.io.PrintWriter;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One line on a terminal that is written over and over; nothing elsewhere. Not thread-safe. */
public final class ProgressLine {
    /** A change more often than this is only flicker. */
    private static final long EVERY_NANOS = 100_000_000;

    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter terminal;
    private final boolean shown;
    private final LongSupplier nanos;
    private long next;
    private boolean drawn;

    private ProgressLine(PrintWriter terminal, boolean shown, LongSupplier nanos) {
        this.terminal = terminal;
        this.shown = shown;
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    /** @param shown whether a person looks at {@code terminal} */
    public static ProgressLine on(PrintWriter terminal, boolean shown) {
        return new ProgressLine(terminal, shown, System::nanoTime);
    }

    /** @param nanos as {@link System#nanoTime} */
    public static ProgressLine on(PrintWriter terminal, LongSupplier nanos) {
        return new ProgressLine(terminal, true, nanos);
    }

    /** Asks for the line only when it is time to draw it. */
    public void tell(Supplier<String> line) {
        if (!shown) {
            return;
        }
        long now = nanos.getAsLong();
        if (now - next < 0) {
            return;
        }
        next = now + EVERY_NANOS;
        terminal.print(ERASE + line.get());
        terminal.flush();
        drawn = true;
    }

    /** Takes the line away, so that something else can be written. */
    public void clear() {
        if (drawn) {
            terminal.print(ERASE);
            terminal.flush();
            drawn = false;
        }
    }
}
