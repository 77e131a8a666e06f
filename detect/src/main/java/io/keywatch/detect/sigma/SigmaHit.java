package io.keywatch.detect.sigma;

import io.keywatch.schemas.v1.ApiCall;

/** A call that a rule matches. */
public record SigmaHit(SigmaRule rule, ApiCall call) {}
