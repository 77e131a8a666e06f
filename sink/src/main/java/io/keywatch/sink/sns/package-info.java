/** Findings that should ring: one SNS message per creation, rise or return. Who is told is the topic's business. */
@NullMarked
package io.keywatch.sink.sns;

import org.jspecify.annotations.NullMarked;
