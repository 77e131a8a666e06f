package io.keywatch.app.scan;

import io.keywatch.app.accept.Acceptance;
import io.keywatch.app.accept.Baseline;
import io.keywatch.detect.scan.Decision;
import io.keywatch.detect.scan.Match;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes what is found as a baseline at the end; what an earlier baseline has stays in it. */
public final class BaselineReport implements ScanReport {
    private final ScanReport report;
    private final Path file;
    private final List<Baseline.Known> found = new ArrayList<>();

    private BaselineReport(ScanReport report, Path file) {
        this.report = report;
        this.file = file;
    }

    public static ScanReport wrap(ScanReport report, Path file) {
        return new BaselineReport(report, file);
    }

    @Override
    public void begin() throws IOException {
        report.begin();
    }

    @Override
    public void match(String path, Match match) throws IOException {
        found.add(Baseline.Known.of(path, match));
        report.match(path, match);
    }

    @Override
    public void accepted(String path, Match match, Acceptance acceptance) throws IOException {
        if (acceptance.kind() == Acceptance.Kind.BASELINE) {
            found.add(Baseline.Known.of(path, match));
        }
        report.accepted(path, match, acceptance);
    }

    @Override
    public void suppressed(String path, Decision decision) throws IOException {
        report.suppressed(path, decision);
    }

    @Override
    public void trouble(String path, String what) throws IOException {
        report.trouble(path, what);
    }

    @Override
    public void progress(long files, long bytes, long findings) throws IOException {
        report.progress(files, bytes, findings);
    }

    @Override
    public void end(ScanSummary summary) throws IOException {
        Baseline.write(file, found);
        report.end(summary);
    }
}
