/**
 * What a Streams application does with a record it cannot read. Depends on Kafka Streams and on the contract only, so
 * that every application can share it.
 */
@NullMarked
package io.keywatch.enrich.failure;

import org.jspecify.annotations.NullMarked;
