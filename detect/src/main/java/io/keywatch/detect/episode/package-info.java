/**
 * From contributions to one finding per episode, updated in place and published seldom. What contributes is decided in
 * {@code io.keywatch.detect.access}, {@code correlate} and {@code posture}.
 */
@NullMarked
package io.keywatch.detect.episode;

import org.jspecify.annotations.NullMarked;
