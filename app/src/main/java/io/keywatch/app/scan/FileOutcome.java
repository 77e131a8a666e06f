package io.keywatch.app.scan;

import io.keywatch.detect.scan.ScanOutcome;

/** What came of one file. */
public sealed interface FileOutcome {
    /** It was read; the scanner says how far. */
    record Read(ScanOutcome outcome) implements FileOutcome {}

    /** It could not be read.
     *
     * @param cause for people, without content
     */
    record NotRead(String cause) implements FileOutcome {}
}
