/**
 * What is fuzzed and what must hold for any input. In the ordinary test run every target gets its seeds, what fuzzing
 * found before and some mutations of these; {@code .ci/fuzz} runs one target under Jazzer for as long as it is told.
 */
@NullMarked
package io.keywatch.detect.fuzz;

import org.jspecify.annotations.NullMarked;
