/**
 * What a Sigma rule asks of one event, compiled: fields, value tests and the logic between them. How rules are written
 * and read is {@code io.keywatch.detect.sigma}; what counts over time is {@code io.keywatch.detect.sigma.correlate}.
 */
@NullMarked
package io.keywatch.detect.sigma.match;

import org.jspecify.annotations.NullMarked;
