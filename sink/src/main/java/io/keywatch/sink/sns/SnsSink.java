package io.keywatch.sink.sns;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.sink.Delivery;
import io.keywatch.sink.Readiness;
import io.keywatch.sink.Sink;
import java.util.List;
import software.amazon.awssdk.services.sns.SnsClient;

/** Stub. */
public final class SnsSink implements Sink {
    public SnsSink(SnsSettings settings, SnsClient sns) {}

    @Override
    public String name() {
        return "sns";
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
