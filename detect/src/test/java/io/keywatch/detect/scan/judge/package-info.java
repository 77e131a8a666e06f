/** Tests of the scanner: judge. */
@NullMarked
package io.keywatch.detect.scan.judge;

import org.jspecify.annotations.NullMarked;
