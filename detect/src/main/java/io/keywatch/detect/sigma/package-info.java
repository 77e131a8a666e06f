/**
 * User rules in Sigma: reads, checks and tests rule files, and turns calls into findings. What a rule asks of one event
 * is {@code io.keywatch.detect.sigma.match}; what counts over time is {@code io.keywatch.detect.sigma.correlate}. No
 * Kafka and no AWS here; raw CloudTrail comes in through a function that the application brings.
 *
 * @see <a href="https://github.com/SigmaHQ/sigma-specification">Sigma specification 2.1</a>
 */
@NullMarked
package io.keywatch.detect.sigma;

import org.jspecify.annotations.NullMarked;
