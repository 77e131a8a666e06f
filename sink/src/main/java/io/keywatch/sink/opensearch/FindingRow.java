package io.keywatch.sink.opensearch;

import java.time.Instant;

/**
 * One finding as a list shows it.
 *
 * @param severity informational, low, medium, high, critical
 * @param state open or resolved
 * @param resource where the secret stands or what was accessed; empty when the finding names none
 * @param triage the analysts' status
 */
public record FindingRow(
        String id,
        String findingClass,
        String rule,
        String severity,
        String state,
        String title,
        String resource,
        String principal,
        String account,
        long revision,
        long count,
        int riskScore,
        Instant firstSeen,
        Instant lastSeen,
        Instant detectedAt,
        String triage) {}
