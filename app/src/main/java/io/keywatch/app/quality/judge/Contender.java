package io.keywatch.app.quality.judge;

import java.util.function.Function;

/**
 * One column of the tables.
 *
 * @param note a line for the report: what this is, at which settings
 * @param open a fresh detector for each run
 */
public record Contender(String name, String note, Function<Briefing, DetectorUnderTest> open) {}
