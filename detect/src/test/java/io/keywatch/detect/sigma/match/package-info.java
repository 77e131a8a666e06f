/** Tests of what rules ask of one event. */
@NullMarked
package io.keywatch.detect.sigma.match;

import org.jspecify.annotations.NullMarked;
