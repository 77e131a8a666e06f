package io.keywatch.app.quality.judge;

import java.time.Instant;
import java.util.Map;

/**
 * All that a detector is told before the stream begins.
 *
 * @param peers principal id to team, some of them wrong
 */
public record Briefing(Map<String, String> peers, Instant start, Instant testStart, Instant end) {}
