/** Tests of the access detectors. */
@NullMarked
package io.keywatch.detect.access;

import org.jspecify.annotations.NullMarked;
