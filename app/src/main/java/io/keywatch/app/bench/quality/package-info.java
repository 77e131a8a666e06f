/**
 * Keywatch itself as a contender of the quality bench. The bench, which must not know the detectors, is
 * {@code io.keywatch.app.quality}.
 */
@NullMarked
package io.keywatch.app.bench.quality;

import org.jspecify.annotations.NullMarked;
