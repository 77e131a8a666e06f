package io.keywatch.app.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressReportTest {
    private final StringWriter terminal = new StringWriter();
    private final AtomicLong now = new AtomicLong();
    private final ScanReport report = ProgressReport.wrap(
            new TextReport(new StringWriter(), terminal), new StringWriter(), new PrintWriter(terminal), now::get);

    @Test
    void drawsNoMoreOftenThanAnEyeSees() throws IOException {
        report.progress(1, 1_000_000, 0);
        report.progress(2, 2_000_000, 0);
        now.addAndGet(100_000_000);
        report.progress(1_234, 3_500_000, 1);

        assertThat(terminal.toString())
                .isEqualTo("\r\u001b[K1 files, 1.0 MB, 0 findings\r\u001b[K1,234 files, 3.5 MB, 1 findings");
    }

    @Test
    void isGoneBeforeAnythingElseIsWritten() throws IOException {
        report.progress(1, 0, 0);
        report.trouble("a", "could not be read: x");

        assertThat(terminal.toString()).endsWith("findings\r\u001b[Ka: could not be read: x" + System.lineSeparator());
    }
}
