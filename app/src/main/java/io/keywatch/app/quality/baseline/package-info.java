/** The published logic of other products as contenders on the same stream; thresholds from the field survey. The judge lives in {@code judge}. */
@NullMarked
package io.keywatch.app.quality.baseline;

import org.jspecify.annotations.NullMarked;
