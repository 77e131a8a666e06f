package io.keywatch.app.quality.judge;

import java.util.function.Function;

/**
 * One column of the tables.
 *
 * @param kind what it is shown beside
 * @param note a line for the report: what this is, at which settings
 * @param open a fresh detector for each run
 */
public record Contender(String name, Kind kind, String note, Function<Briefing, DetectorUnderTest> open) {
    /** The first judged is the one that the page is about. */
    public enum Kind {
        SHIPPED,
        BASELINE,
        /** Without a part of itself. */
        ABLATION
    }
}
