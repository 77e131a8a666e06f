/**
 * D9: what one actor did, put together. Weak signals and findings of a session are followed up the chain of keys to whoever
 * began it, across accounts, and become one incident with stages, story and score when they are more than coincidence.
 * Pure. What is suspicious by itself is decided in {@code io.keywatch.detect.access} and {@code correlate}.
 */
@NullMarked
package io.keywatch.detect.incident;

import org.jspecify.annotations.NullMarked;
