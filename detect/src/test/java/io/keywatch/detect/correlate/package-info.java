/** Tests of the joins. */
@NullMarked
package io.keywatch.detect.correlate;

import org.jspecify.annotations.NullMarked;
