/**
 * The findings index: its template, the document, the bulk delivery that leaves triage alone, and reading findings
 * back. Dashboards live in deploy, the embedded node in local.
 */
@NullMarked
package io.keywatch.sink.opensearch;

import org.jspecify.annotations.NullMarked;
