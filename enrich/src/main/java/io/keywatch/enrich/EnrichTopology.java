package io.keywatch.enrich;

import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.streams.DeadLetterHandler;
import io.keywatch.schemas.v1.Suppression;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code detections.v1 -> findings.v1}: context, controls, suppressions, and what each revision changed. At least once;
 * a record processed again gives the answer it gave before.
 */
public final class EnrichTopology {
    public static final String APPLICATION_ID = "keywatch-enrich";

    static final String DETECTIONS = "detections";
    static final String ENRICH = "enrich";
    static final String FINDINGS = "findings";
    static final String DEAD_LETTERS = "dead-letters";
    static final String SUPPRESSIONS = "suppressions";
    static final String KEEP_SUPPRESSIONS = "keep-suppressions";

    /** Finding id to what was last sent of it; its changelog is keywatch-enrich-finding-memory-changelog. */
    static final String MEMORY_STORE = "finding-memory";

    static final String SUPPRESSION_STORE = "suppression-store";

    /** A crash repeats at most this much; Streams' own default is 30 s. */
    private static final int COMMIT_INTERVAL_MS = 1000;

    private EnrichTopology() {}

    /**
     * Nothing starts; only the files that the settings name are read.
     *
     * @throws IllegalArgumentException when such a file cannot be used
     */
    public static Topology build(EnrichSettings settings, SchemaIds ids, MeterRegistry registry) {
        Enricher enricher = Enricher.of(settings);
        EnrichMeters meters = new EnrichMeters(registry);
        AvroSerde<Suppression> suppressions = AvroSerde.of(Topics.SUPPRESSIONS, ids);
        Topology topology = new Topology();
        topology.addSource(
                DETECTIONS,
                new StringDeserializer(),
                AvroSerde.of(Topics.DETECTIONS, ids).deserializer(),
                Topics.DETECTIONS.name());
        topology.addProcessor(ENRICH, () -> new EnrichProcessor(enricher, meters), DETECTIONS);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(MEMORY_STORE), Serdes.String(), new FindingMemorySerde()),
                ENRICH);
        topology.addSink(
                FINDINGS,
                Topics.FINDINGS.name(),
                new StringSerializer(),
                AvroSerde.of(Topics.FINDINGS, ids).serializer(),
                ENRICH);
        topology.addSink(
                DEAD_LETTERS,
                Topics.DEAD_LETTERS.name(),
                new StringSerializer(),
                AvroSerde.of(Topics.DEAD_LETTERS, ids).serializer(),
                ENRICH);
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(SUPPRESSION_STORE), Serdes.String(), suppressions)
                        .withLoggingDisabled(),
                SUPPRESSIONS,
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topics.SUPPRESSIONS.name(),
                KEEP_SUPPRESSIONS,
                () -> new SuppressionKeeper(suppressions.deserializer(), meters));
        return topology;
    }

    /** What the application needs of Streams besides connection and state folder. */
    public static Map<String, Object> properties(SchemaIds ids, MeterRegistry metrics) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL_MS);
        DeadLetterHandler.install(properties, "enrich", ids, metrics, InstantSource.system());
        return properties;
    }
}
