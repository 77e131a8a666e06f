/**
 * AWS to Kafka: takes queue messages, fetches what they speak of, sends what it yields, and lets go of a message only
 * when Kafka has everything. Parsing log files lives in {@code cloudtrail}, telling messages apart in
 * {@code notification}, what calls mean for content in {@code change}.
 */
@NullMarked
package io.keywatch.ingest;

import org.jspecify.annotations.NullMarked;
