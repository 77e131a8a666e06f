/** Tests of the scanner. */
@NullMarked
package io.keywatch.detect.scan;

import org.jspecify.annotations.NullMarked;
