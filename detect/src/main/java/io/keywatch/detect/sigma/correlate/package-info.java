/**
 * Sigma correlations: event-time windows over what rules matched, kept behind a small port. What matches is
 * {@code io.keywatch.detect.sigma.match}; what becomes of a correlation that holds is {@code io.keywatch.detect.sigma}.
 */
@NullMarked
package io.keywatch.detect.sigma.correlate;

import org.jspecify.annotations.NullMarked;
