package io.keywatch.sink.opensearch;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.sink.Delivery;
import io.keywatch.sink.Readiness;
import io.keywatch.sink.Sink;
import java.util.List;

/** Stub. */
public final class OpenSearchSink implements Sink {
    public OpenSearchSink(OpenSearchConnection connection, String alias) {}

    @Override
    public String name() {
        return "opensearch";
    }

    @Override
    public Readiness prepare() {
        return Readiness.notReady("stub");
    }

    @Override
    public List<Delivery> deliver(List<Finding> batch) {
        return List.of();
    }
}
