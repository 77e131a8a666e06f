/**
 * What is fuzzed of the readers that face AWS: log files and notifications. Seeds run in every test run; {@code
 * .ci/fuzz} runs one target under Jazzer.
 */
@NullMarked
package io.keywatch.ingest.fuzz;

import org.jspecify.annotations.NullMarked;
