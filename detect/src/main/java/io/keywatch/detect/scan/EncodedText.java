package io.keywatch.detect.scan;

import io.keywatch.detect.scan.decode.Encoding;
import io.keywatch.detect.scan.decode.Run;
import java.util.function.BooleanSupplier;

/** Text that was encoded into the text as a run of other characters, whatever it says. It is scanned after. */
final class EncodedText {
    private EncodedText() {}

    /** @return false where there was no time to look at all of it */
    static boolean find(TextScan scan, BooleanSupplier keepGoing) {
        byte[] bytes = scan.bytes();
        int length = scan.length();
        int base64To = 0;
        int hexTo = 0;
        int at = Encoding.nextRun(bytes, 0, length);
        while (at < length && !scan.overflowed()) {
            if (!keepGoing.getAsBoolean()) {
                return false;
            }
            int end = Encoding.runEnd(bytes, at, length);
            // a run may have been read as a line of the one before
            if (at >= base64To && Encoding.BASE64.beginsText(bytes, at, length)) {
                base64To = add(scan, Encoding.BASE64, at);
            }
            int hex = Encoding.HEX.next(bytes, Math.max(at, hexTo), end);
            while (hex < end) {
                hexTo = add(scan, Encoding.HEX, hex);
                hex = Encoding.HEX.next(bytes, hexTo, end);
            }
            at = Encoding.nextRun(bytes, end, length);
        }
        return true;
    }

    /** @return where the run ends */
    private static int add(TextScan scan, Encoding encoding, int from) {
        int start = from;
        Run run;
        do {
            run = encoding.decode(scan.bytes(), start, scan.length());
            if (run.isText()) {
                scan.addNested(run);
            }
            start = encoding.resume(run, start);
        } while (start < run.to(run.bytes().length));
        return start;
    }
}
