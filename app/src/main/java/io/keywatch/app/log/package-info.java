/**
 * How log lines look and which are written. What is logged is decided where it happens; no line anywhere holds
 * payload.
 */
@NullMarked
package io.keywatch.app.log;

import org.jspecify.annotations.NullMarked;
