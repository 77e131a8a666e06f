/**
 * What every Streams application of Keywatch does with a record it cannot read or handle. Needs kafka-streams and
 * micrometer, which the other modules that use the contract do without; what is detected lives in detect and enrich.
 */
@NullMarked
package io.keywatch.schemas.streams;

import org.jspecify.annotations.NullMarked;
