/**
 * What is fuzzed of the files that people write for the commands. Seeds run in every test run; {@code .ci/fuzz} runs one
 * target under Jazzer.
 */
@NullMarked
package io.keywatch.app.fuzz;

import org.jspecify.annotations.NullMarked;
