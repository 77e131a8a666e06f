/**
 * How Keywatch reaches AWS: credentials, region, endpoints, timeouts, retries, and one shared client per service. What
 * is asked of a service lives with whoever asks: ingest, detect, sink.
 */
@NullMarked
package io.keywatch.aws;

import org.jspecify.annotations.NullMarked;
