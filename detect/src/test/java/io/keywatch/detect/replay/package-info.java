/** Tests of replay on published logs, and the reader of log files that only tests use: the product's is in ingest. */
@NullMarked
package io.keywatch.detect.replay;

import org.jspecify.annotations.NullMarked;
