package io.keywatch.app.scan;

import io.keywatch.detect.scan.Decision;
import io.keywatch.detect.scan.Match;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/** For people: {@code file:line:column severity rule preview}. Troubles and the summary go to the other writer. */
public final class TextReport implements ScanReport {
    private final Writer out;
    private final Writer err;

    public TextReport(Writer out, Writer err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void begin() {}

    @Override
    public void match(String file, Match match) throws IOException {
        String inside = match.archivePath() == null ? "" : "!" + match.archivePath();
        out.write(String.format(
                Locale.ROOT,
                "%s%s:%d:%d  %s  %s  %s  (%s, confidence %.2f, %s)%n",
                Printable.of(file),
                Printable.of(inside),
                match.startLine(),
                match.startColumn(),
                Labels.of(match.severity()),
                match.rule().id(),
                Printable.of(match.preview()),
                match.rule().name(),
                match.confidence(),
                Labels.of(match.validation())));
    }

    @Override
    public void suppressed(String file, Decision decision) throws IOException {
        String inside = decision.archivePath() == null ? "" : "!" + decision.archivePath();
        String probability = Double.isNaN(decision.probability())
                ? ""
                : String.format(Locale.ROOT, ", probability %.2f", decision.probability());
        out.write(String.format(
                Locale.ROOT,
                "%s%s:%d:%d  suppressed  %s  (%s%s)%n",
                Printable.of(file),
                Printable.of(inside),
                decision.startLine(),
                decision.startColumn(),
                decision.rule().id(),
                decision.ruling().reason(),
                probability));
    }

    @Override
    public void trouble(String file, String what) throws IOException {
        err.write(Printable.of(file) + ": " + what + System.lineSeparator());
        err.flush();
    }

    @Override
    public void end(ScanSummary summary) throws IOException {
        out.flush();
        err.write(summary.line() + System.lineSeparator());
        err.flush();
    }
}
