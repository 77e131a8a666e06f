/** Tests of the scanner: pattern. */
@NullMarked
package io.keywatch.detect.scan.pattern;

import org.jspecify.annotations.NullMarked;
