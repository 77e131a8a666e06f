package io.keywatch.detect.scan;

/** Looks at one occurrence of a literal. Stateless: what it finds goes into the scan. */
interface Detector {
    /** @param start of the literal; {@code end} is exclusive */
    void verify(TextScan scan, int start, int end);
}
