/**
 * CloudTrail judged without a broker: the very cores of the topologies over tables on the heap. Reading files belongs to
 * ingest, printing to app.
 */
@NullMarked
package io.keywatch.detect.replay;

import org.jspecify.annotations.NullMarked;
