package io.keywatch.app.scan;

import io.keywatch.app.accept.Acceptance;
import io.keywatch.detect.scan.Decision;
import io.keywatch.detect.scan.Match;
import java.io.IOException;

/** Takes results in the order of the files, on one thread, and writes them. */
public interface ScanReport {
    void begin() throws IOException;

    /** @param file as the caller named it, with {@code /} between folders */
    void match(String file, Match match) throws IOException;

    /** A value after a telling name that was not reported, and why: only when asked for. */
    void suppressed(String file, Decision decision) throws IOException;

    /** A finding that somebody accepted; it is counted, and a format that can say it does. */
    default void accepted(String file, Match match, Acceptance acceptance) throws IOException {}

    /** After each file: what was read and found so far. */
    default void progress(long files, long bytes, long findings) throws IOException {}

    /** A file that could not be looked at, or not wholly. */
    void trouble(String file, String what) throws IOException;

    void end(ScanSummary summary) throws IOException;
}
