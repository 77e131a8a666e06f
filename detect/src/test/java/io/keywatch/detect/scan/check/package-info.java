/** Tests of the scanner: check. */
@NullMarked
package io.keywatch.detect.scan.check;

import org.jspecify.annotations.NullMarked;
