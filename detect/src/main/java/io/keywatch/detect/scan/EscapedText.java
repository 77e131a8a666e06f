package io.keywatch.detect.scan;

import io.keywatch.detect.scan.decode.Escape;
import io.keywatch.detect.scan.decode.Run;

/** Text with escaped characters, found by what telling characters look like when escaped. It is scanned after. */
final class EscapedText implements Detector {
    private final Escape escape;

    EscapedText(Escape escape) {
        this.escape = escape;
    }

    @Override
    public void verify(TextScan scan, int start, int end) {
        int from = scan.decodedTo(escape);
        if (start < from) {
            return;
        }
        Run run = escape.decode(scan.bytes(), from, start, end, scan.length());
        scan.decodedTo(escape, escape.resume(run, end));
        if (run.isText()) {
            scan.addNested(run);
        }
    }
}
