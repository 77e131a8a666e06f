package io.keywatch.detect.topology;

import io.keywatch.detect.fetch.ContentReader;
import io.keywatch.detect.scan.Scanner;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topic;
import io.keywatch.schemas.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * object-changes.v1 -> fetch -> scan -> detections.v1, exposures.v1, dead-letters.v1. At least once: ids are
 * deterministic and the ledger makes a second look at the same version a no-op.
 */
public final class ScanTopology {
    public static final String APPLICATION_ID = "keywatch-scan";

    static final String SOURCE = "object-changes";
    static final String PROCESSOR = "scan";
    static final String LEDGER = "scan-ledger";
    static final String RETRIES = "scan-retries";
    static final String DETECTIONS = "detections";
    static final String EXPOSURES = "exposures";
    static final String DEAD_LETTERS = "dead-letters";

    private ScanTopology() {}

    /** @param reader the look-ahead reader that the interceptor hints to, or any other */
    public static Topology build(
            ScanSettings settings,
            SchemaIds ids,
            Scanner scanner,
            ContentReader reader,
            InstantSource clock,
            MeterRegistry metrics) {
        Topology topology = new Topology();
        topology.addSource(
                SOURCE,
                Serdes.String().deserializer(),
                AvroSerde.of(Topics.OBJECT_CHANGES, ids).deserializer(),
                Topics.OBJECT_CHANGES.name());
        ScanDesk desk = new ScanDesk(scanner, reader, clock, metrics);
        topology.addProcessor(PROCESSOR, () -> new ScanProcessor(settings, desk), SOURCE);
        topology.addStateStore(store(LEDGER, AvroSerde.of(Topics.SCAN_LEDGER, ids)), PROCESSOR);
        topology.addStateStore(store(RETRIES, AvroSerde.of(Topics.SCAN_RETRIES, ids)), PROCESSOR);
        addSink(topology, DETECTIONS, Topics.DETECTIONS, ids);
        addSink(topology, EXPOSURES, Topics.EXPOSURES, ids);
        addSink(topology, DEAD_LETTERS, Topics.DEAD_LETTERS, ids);
        return topology;
    }

    private static <T extends SpecificRecord> void addSink(
            Topology topology, String node, Topic<T> topic, SchemaIds ids) {
        topology.addSink(
                node,
                topic.name(),
                Serdes.String().serializer(),
                AvroSerde.of(topic, ids).serializer(),
                PROCESSOR);
    }

    private static <V> StoreBuilder<?> store(String name, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), values)
                .withCachingEnabled();
    }
}
