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
        for (Encoding encoding : Encoding.values()) {
            int at = encoding.next(bytes, 0, length);
            while (at < length && !scan.overflowed()) {
                if (!keepGoing.getAsBoolean()) {
                    return false;
                }
                int start = at;
                Run run;
                do {
                    run = encoding.decode(bytes, start, length);
                    if (run.isText()) {
                        scan.addNested(run);
                    }
                    start = encoding.resume(run, start);
                } while (start < run.to(run.bytes().length));
                at = encoding.next(bytes, start, length);
            }
        }
        return true;
    }
}
