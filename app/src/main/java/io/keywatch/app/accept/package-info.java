/**
 * Findings that people accepted: a baseline, a file of suppressions, words in the text itself. Accepted findings are
 * counted and never lost without a trace. By fingerprint, rule and path, never by line. What the service's analysts
 * decided lives in its topics.
 */
@NullMarked
package io.keywatch.app.accept;

import org.jspecify.annotations.NullMarked;
