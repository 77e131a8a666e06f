/**
 * The contract between the modules: topics, wire format, ids, and the types that keep secrets from leaving.
 * The Avro records themselves are generated into {@code io.keywatch.schemas.v1} from {@code keywatch.avdl}; what
 * is done with them lives in ingest, detect, enrich and sink.
 */
@NullMarked
package io.keywatch.schemas;

import org.jspecify.annotations.NullMarked;
