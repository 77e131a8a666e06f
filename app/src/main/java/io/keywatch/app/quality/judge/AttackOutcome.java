package io.keywatch.app.quality.judge;

import io.keywatch.app.quality.ActorKind;
import io.keywatch.app.quality.attack.AttackClass;
import org.jspecify.annotations.Nullable;

/**
 * What became of one attack.
 *
 * @param paged some finding about it rang
 * @param seen some finding about it exists, at whatever severity
 * @param rule the rule that rang first, or that saw it
 * @param eventDelaySeconds from the first malicious call to the moment of the stream, in event time, at which it rang
 * @param deliveryDelaySeconds the same to the clock on the wall, delivery lag included
 */
public record AttackOutcome(
        AttackClass attackClass,
        ActorKind kind,
        String variant,
        String principalId,
        boolean paged,
        boolean seen,
        @Nullable String rule,
        double eventDelaySeconds,
        double deliveryDelaySeconds) {}
