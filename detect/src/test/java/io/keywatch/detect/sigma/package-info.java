/** Tests of user rules: synthetic rules only, none of anybody's collection. */
@NullMarked
package io.keywatch.detect.sigma;

import org.jspecify.annotations.NullMarked;
