/**
 * CloudTrail log files as a stream of {@link io.keywatch.schemas.v1.ApiCall}: parsing, limits, what of an event may be
 * kept. No AWS client and no Kafka here: {@code keywatch replay} reads local files through the same code. Fetching and
 * sending live in {@code io.keywatch.ingest}; what an event means for content lives in
 * {@code io.keywatch.ingest.change}.
 */
@NullMarked
package io.keywatch.ingest.cloudtrail;

import org.jspecify.annotations.NullMarked;
