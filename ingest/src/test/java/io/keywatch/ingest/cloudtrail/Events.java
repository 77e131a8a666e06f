package io.keywatch.ingest.cloudtrail;

import io.keywatch.schemas.v1.ApiCall;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a file gave. */
final class Events implements EventSink {
    private final List<ApiCall> calls = new ArrayList<>();
    private final List<ReadFault> faults = new ArrayList<>();

    @Override
    public void event(ApiCall call) {
        calls.add(call);
    }

    @Override
    public void fault(ReadFault fault) {
        faults.add(fault);
    }

    List<ApiCall> calls() {
        return calls;
    }

    List<ReadFault> faults() {
        return faults;
    }
}
