package io.keywatch.enrich;

import io.keywatch.schemas.SchemaIds;
import java.util.Map;
import org.apache.kafka.streams.Topology;

/** Detections to findings. */
public final class EnrichTopology {
    public static final String APPLICATION_ID = "keywatch-enrich";

    private EnrichTopology() {}

    /** Pure: nothing is read but the settings' files, nothing starts. */
    public static Topology build(EnrichSettings settings, SchemaIds ids) {
        return new Topology();
    }

    /** What the topology needs of Streams besides the connection: id, guarantee, failure handling. */
    public static Map<String, Object> properties(SchemaIds ids) {
        return Map.of();
    }
}
