/** Calls made up for tests. */
@NullMarked
package io.keywatch.detect.call;

import org.jspecify.annotations.NullMarked;
