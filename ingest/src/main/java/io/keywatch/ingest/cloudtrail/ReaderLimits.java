package io.keywatch.ingest.cloudtrail;

import java.util.ArrayList;
import java.util.List;

/**
 * How much of an input is believed.
 *
 * @param recordBytes one event as JSON
 * @param depth levels of nesting inside one event
 * @param inflatedBytes one file without its compression
 * @param ratio inflated to compressed bytes, looked at from {@value #RATIO_FLOOR_BYTES} inflated bytes on
 * @param faultsPerFile faults told one by one; more are only counted
 */
public record ReaderLimits(int recordBytes, int depth, long inflatedBytes, int ratio, int faultsPerFile) {
    /** Below this a high ratio costs nothing, and a file of a few equal events may well have one. */
    public static final int RATIO_FLOOR_BYTES = 1 << 20;

    /** CloudTrail's own limit of an event is 1 MB; indented copies of one take up to twice that. */
    public static final int DEFAULT_RECORD_BYTES = 2 << 20;

    /** The deepest request of a public API model nests about 20 levels. */
    public static final int DEFAULT_DEPTH = 64;

    /** CloudTrail closes a file at 50 MB; ten times that for tools that merge files. */
    public static final long DEFAULT_INFLATED_BYTES = 512L << 20;

    /** Real log files compress 10:1 to 40:1, DEFLATE's best is 1032:1. */
    public static final int DEFAULT_RATIO = 200;

    /** A file with more than this many bad records is one problem, not thousands. */
    public static final int DEFAULT_FAULTS_PER_FILE = 100;

    public static final ReaderLimits DEFAULTS = new ReaderLimits(
            DEFAULT_RECORD_BYTES, DEFAULT_DEPTH, DEFAULT_INFLATED_BYTES, DEFAULT_RATIO, DEFAULT_FAULTS_PER_FILE);

    public ReaderLimits {
        List<String> problems = new ArrayList<>();
        if (recordBytes < 1024) {
            problems.add("record-bytes: at least 1024, is " + recordBytes);
        }
        if (depth < 4 || depth > 500) {
            problems.add("depth: 4 to 500, is " + depth);
        }
        if (inflatedBytes < recordBytes) {
            problems.add("inflated-bytes: at least record-bytes, is " + inflatedBytes);
        }
        if (ratio < 2) {
            problems.add("ratio: at least 2, is " + ratio);
        }
        if (faultsPerFile < 1) {
            problems.add("faults-per-file: at least 1, is " + faultsPerFile);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
