/** Tests of windows: limits, order, and what the store keeps. */
@NullMarked
package io.keywatch.detect.sigma.correlate;

import org.jspecify.annotations.NullMarked;
