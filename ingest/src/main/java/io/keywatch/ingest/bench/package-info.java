/**
 * How fast log files become records, against what the machine could do at best, measured in the same run. Used by
 * {@code keywatch bench ingest}; nothing in production calls it.
 */
@NullMarked
package io.keywatch.ingest.bench;

import org.jspecify.annotations.NullMarked;
