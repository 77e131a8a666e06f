package io.keywatch.ingest.cloudtrail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;

/** The one JSON factory of this package. */
final class Json {
    /**
     * Far above {@link ReaderLimits#depth()}, which is ours to check: passing this one ends the file, because the parser
     * cannot go on after it.
     */
    private static final int HARD_DEPTH = 1_000;

    /** Only strings that are kept are ever built; longer ones than this end the file. */
    private static final int HARD_STRING_CHARS = 16 << 20;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(HARD_DEPTH)
                    .maxStringLength(HARD_STRING_CHARS)
                    .build())
            // exceptions must not quote the payload
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            // readers run on virtual threads, where buffers kept per thread would never be used again
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .build();

    private Json() {}
}
