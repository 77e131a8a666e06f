package io.keywatch.detect.fetch;

import io.keywatch.schemas.v1.ObjectChange;

/**
 * Reads the content of a resource as it is now. Called on stream threads and on fetching threads at once; blocks;
 * never throws for what AWS may answer.
 */
@FunctionalInterface
public interface ContentReader {
    Fetch fetch(ObjectChange change);
}
