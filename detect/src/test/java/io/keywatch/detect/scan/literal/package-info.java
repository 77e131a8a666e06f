/** Tests of the scanner: literal. */
@NullMarked
package io.keywatch.detect.scan.literal;

import org.jspecify.annotations.NullMarked;
