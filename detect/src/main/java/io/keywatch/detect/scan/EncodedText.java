package io.keywatch.detect.scan;

import io.keywatch.detect.scan.decode.Encoding;
import io.keywatch.detect.scan.decode.Run;

/** Text that was encoded into the text, found by what telling words look like when encoded. It is scanned after. */
final class EncodedText implements Detector {
    private final Encoding encoding;

    EncodedText(Encoding encoding) {
        this.encoding = encoding;
    }

    @Override
    public void verify(TextScan scan, int start, int end) {
        int from = scan.decodedTo(encoding);
        if (start < from || !encoding.plausible(scan.bytes(), start, end)) {
            return;
        }
        Run run = encoding.decode(scan.bytes(), from, start, end, scan.length());
        if (run == null) {
            return;
        }
        // looked at once, text or not: an attachment has a chance hit every few kilobytes
        scan.decodedTo(encoding, encoding.resume(run, start, end));
        if (run.isText()) {
            scan.addNested(run);
        }
    }
}
