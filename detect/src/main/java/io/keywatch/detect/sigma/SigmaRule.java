package io.keywatch.detect.sigma;

import io.keywatch.detect.sigma.match.Expr;

/**
 * A detection rule, compiled, its filters included.
 *
 * @param reports false where only correlations use it
 */
public record SigmaRule(RuleHeader header, Expr expr, boolean reports) {}
