/**
 * What people decide about findings, and what it would do: suppressions and their preview, alerts by day. Which finding a
 * suppression covers is decided in {@code io.keywatch.enrich}; that it is hidden is the work of enrichment and sinks.
 */
@NullMarked
package io.keywatch.app.triage;

import org.jspecify.annotations.NullMarked;
