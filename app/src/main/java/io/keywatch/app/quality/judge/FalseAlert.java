package io.keywatch.app.quality.judge;

import java.time.Instant;

/** An alert that belongs to no attack. */
public record FalseAlert(
        String rule, String severity, String kind, String principalId, Instant at, String title, String explanation) {}
