/**
 * Who reads secrets in a way that is not theirs: detectors over API calls, each a small class over its own table. Pure:
 * no Kafka, no AWS; the Streams shell is {@code io.keywatch.detect.topology.AccessTopology}, the offline one
 * {@code io.keywatch.detect.replay}. What content holds secrets is {@code io.keywatch.detect.scan}.
 */
@NullMarked
package io.keywatch.detect.access;

import org.jspecify.annotations.NullMarked;
