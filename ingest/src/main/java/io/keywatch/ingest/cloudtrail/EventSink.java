package io.keywatch.ingest.cloudtrail;

import io.keywatch.schemas.v1.ApiCall;

/** Takes what a log file yields. Called on the reading thread, in the order of the file. */
public interface EventSink {
    /** The call is the sink's from here on; the reader never touches it again. */
    void event(ApiCall call);

    void fault(ReadFault fault);
}
