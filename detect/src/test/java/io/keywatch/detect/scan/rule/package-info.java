/** Tests of the package of the same name. */
@NullMarked
package io.keywatch.detect.scan.rule;

import org.jspecify.annotations.NullMarked;
