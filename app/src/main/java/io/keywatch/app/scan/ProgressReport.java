package io.keywatch.app.scan;

import io.keywatch.app.accept.Acceptance;
import io.keywatch.detect.scan.Decision;
import io.keywatch.detect.scan.Match;
import java.io.Flushable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** One line on a terminal that tells how far a scan is, out of the way of what the report writes. */
public final class ProgressReport implements ScanReport {
    /** A change more often than this is only flicker. */
    private static final long EVERY_NANOS = 100_000_000;

    private static final String CLEAR = "\r\u001b[K";

    private final ScanReport report;
    private final Flushable out;
    private final PrintWriter terminal;
    private final LongSupplier nanos;
    private long next;
    private boolean drawn;

    private ProgressReport(ScanReport report, Flushable out, PrintWriter terminal, LongSupplier nanos) {
        this.report = report;
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    /** @param out what the report writes to: flushed while the line is away */
    public static ScanReport wrap(ScanReport report, Flushable out, PrintWriter terminal) {
        return wrap(report, out, terminal, System::nanoTime);
    }

    static ScanReport wrap(ScanReport report, Flushable out, PrintWriter terminal, LongSupplier nanos) {
        return new ProgressReport(report, out, terminal, nanos);
    }

    @Override
    public void begin() throws IOException {
        report.begin();
    }

    @Override
    public void match(String file, Match match) throws IOException {
        clear();
        report.match(file, match);
        out.flush();
    }

    @Override
    public void accepted(String file, Match match, Acceptance acceptance) throws IOException {
        clear();
        report.accepted(file, match, acceptance);
        out.flush();
    }

    @Override
    public void suppressed(String file, Decision decision) throws IOException {
        clear();
        report.suppressed(file, decision);
    }

    @Override
    public void trouble(String file, String what) throws IOException {
        clear();
        report.trouble(file, what);
    }

    @Override
    public void progress(long files, long bytes, long findings) throws IOException {
        report.progress(files, bytes, findings);
        long now = nanos.getAsLong();
        if (now - next < 0) {
            return;
        }
        next = now + EVERY_NANOS;
        terminal.print(
                String.format(Locale.ROOT, "%s%,d files, %,.1f MB, %,d findings", CLEAR, files, bytes / 1e6, findings));
        terminal.flush();
        drawn = true;
    }

    @Override
    public void end(ScanSummary summary) throws IOException {
        clear();
        report.end(summary);
    }

    private void clear() {
        if (drawn) {
            terminal.print(CLEAR);
            terminal.flush();
            drawn = false;
        }
    }
}
