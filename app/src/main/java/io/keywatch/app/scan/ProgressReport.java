package io.keywatch.app.scan;

import io.keywatch.app.accept.Acceptance;
import io.keywatch.app.terminal.ProgressLine;
import io.keywatch.detect.scan.Decision;
import io.keywatch.detect.scan.Match;
import java.io.Flushable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** One line on a terminal that tells how far a scan is, out of the way of what the report writes. */
public final class ProgressReport implements ScanReport {
    private final ScanReport report;
    private final Flushable out;
    private final ProgressLine line;

    private ProgressReport(ScanReport report, Flushable out, ProgressLine line) {
        this.report = report;
        this.out = out;
        this.line = line;
    }

    /** @param out what the report writes to: flushed while the line is away */
    public static ScanReport wrap(ScanReport report, Flushable out, PrintWriter terminal) {
        return new ProgressReport(report, out, ProgressLine.on(terminal, true));
    }

    static ScanReport wrap(ScanReport report, Flushable out, PrintWriter terminal, LongSupplier nanos) {
        return new ProgressReport(report, out, ProgressLine.on(terminal, nanos));
    }

    @Override
    public void begin() throws IOException {
        report.begin();
    }

    @Override
    public void match(String file, Match match) throws IOException {
        line.clear();
        report.match(file, match);
        out.flush();
    }

    @Override
    public void accepted(String file, Match match, Acceptance acceptance) throws IOException {
        line.clear();
        report.accepted(file, match, acceptance);
        out.flush();
    }

    @Override
    public void suppressed(String file, Decision decision) throws IOException {
        line.clear();
        report.suppressed(file, decision);
    }

    @Override
    public void trouble(String file, String what) throws IOException {
        line.clear();
        report.trouble(file, what);
    }

    @Override
    public void progress(long files, long bytes, long findings) throws IOException {
        report.progress(files, bytes, findings);
        line.tell(() -> String.format(Locale.ROOT, "%,d files, %,.1f MB, %,d findings", files, bytes / 1e6, findings));
    }

    @Override
    public void end(ScanSummary summary) throws IOException {
        line.clear();
        report.end(summary);
    }
}
