/** Tests of the Streams shells without a broker. */
@NullMarked
package io.keywatch.detect.topology;

import org.jspecify.annotations.NullMarked;
