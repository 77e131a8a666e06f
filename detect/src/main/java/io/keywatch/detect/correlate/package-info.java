/**
 * Joins: what only two streams, or two principals, tell together. Clues arrive by join key (an access key, an instance),
 * each join keeps a small ledger per key and works its finding out anew from it, so order does not matter. Pure, like
 * {@code io.keywatch.detect.access}, which sends the clues.
 */
@NullMarked
package io.keywatch.detect.correlate;

import org.jspecify.annotations.NullMarked;
