/** Tests of training. */
@NullMarked
package io.keywatch.app.train;

import org.jspecify.annotations.NullMarked;
