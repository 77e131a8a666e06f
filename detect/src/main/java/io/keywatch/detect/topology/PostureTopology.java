package io.keywatch.detect.topology;

import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.people.Departures;
import io.keywatch.detect.posture.PostureAnalyzer;
import io.keywatch.detect.posture.PostureClues;
import io.keywatch.detect.state.Codec;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topic;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.Departure;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.VaultValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * cloudtrail.v1, exposures.v1, departures.v1 and vault-values.v1 -> the few that change how a secret, key, trail or
 * person stands -> by person, who may have left -> by secret, key or trail -> checks with timers -> detections.v1. Meant
 * for exactly_once_v2.
 */
public final class PostureTopology {
    public static final String APPLICATION_ID = "keywatch-posture";

    static final String CALLS = "cloudtrail";
    static final String CONCERNING = "concerning";
    static final String EXPOSURES = "exposures";
    static final String DEPARTURES = "departures";
    static final String VALUES = "vault-values";
    static final String OF_PEOPLE = "of-people";
    static final String PEOPLE = "people";
    static final String DEPART = "depart";
    static final String DEPARTED_FOUND = "departed-found";
    static final String DEPARTED_FINDINGS = "departed-findings";
    static final String DEPARTED_DETECTIONS = "departed-detections";
    static final String KNOWN = "known";
    static final String KNOWN_SECRETS = "known-secrets";
    static final String OF_THINGS = "of-things";
    static final String WITH_EXPOSURES = "with-exposures";
    static final String WITH_DEPARTURES = "with-departures";
    static final String ALL = "all";
    static final String THINGS = "things";
    static final String SUBJECTS = "subjects";
    static final String CHECK = "check";
    static final String DETECTIONS = "detections";

    private PostureTopology() {}

    public static Topology build(PostureSettings settings, SchemaIds ids) {
        return build(settings, ids, StoreTables.Medium.DISK);
    }

    static Topology build(PostureSettings settings, SchemaIds ids, StoreTables.Medium medium) {
        AvroSerde<Finding> findings = AvroSerde.of(Topics.DETECTIONS, ids);
        Codec<Finding> codec = StoreTables.codec(Topics.DETECTIONS, findings);
        PostureAnalyzer.Memory memory = PostureAnalyzer.Memory.specs(codec);
        Departures.Memory people = Departures.Memory.specs(codec);
        Repartitioned<String, Clue> byJoinKey = Repartitioned.with(Serdes.String(), new ClueSerde(ids));
        Produced<String, Finding> toDetections = Produced.with(Serdes.String(), findings);

        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, Clue> clues = builder.stream(
                        Topics.CLOUDTRAIL.name(),
                        Consumed.with(Serdes.String(), AvroSerde.of(Topics.CLOUDTRAIL, ids))
                                .withName(CALLS))
                .process(ConcernProcessor::new, Named.as(CONCERNING))
                .merge(
                        told(builder, Topics.EXPOSURES, EXPOSURES, ids, PostureTopology::exposed),
                        Named.as(WITH_EXPOSURES))
                .merge(
                        told(builder, Topics.DEPARTURES, DEPARTURES, ids, PostureTopology::departed),
                        Named.as(WITH_DEPARTURES))
                .merge(told(builder, Topics.VAULT_VALUES, VALUES, ids, PostureTopology::held), Named.as(ALL));

        KStream<String, Emitted> departed = clues.filter(
                        (key, clue) -> key.startsWith(Clue.PERSON), Named.as(OF_PEOPLE))
                .repartition(byJoinKey.withName(PEOPLE))
                .process(
                        () -> new DepartProcessor(settings.switches(), people),
                        Named.as(DEPART),
                        medium.add(builder, people.all()));
        departed.filter((id, value) -> value instanceof Emitted.Found, Named.as(DEPARTED_FOUND))
                .mapValues(Emitted::finding, Named.as(DEPARTED_FINDINGS))
                .to(Topics.DETECTIONS.name(), toDetections.withName(DEPARTED_DETECTIONS));

        clues.filter((key, clue) -> !key.startsWith(Clue.PERSON), Named.as(OF_THINGS))
                .merge(
                        departed.filter((key, value) -> value instanceof Emitted.Hinted, Named.as(KNOWN))
                                .mapValues(Emitted::clue, Named.as(KNOWN_SECRETS)),
                        Named.as(THINGS))
                .repartition(byJoinKey.withName(SUBJECTS))
                .process(
                        () -> new PostureProcessor(settings, memory),
                        Named.as(CHECK),
                        medium.add(builder, memory.all()))
                .to(Topics.DETECTIONS.name(), toDetections.withName(DETECTIONS));
        return builder.build();
    }

    private interface Reading<T> {
        void read(T value, BiConsumer<String, Clue> out);
    }

    /** A tombstone takes nothing back: whoever has read it still knows it. */
    private static <T extends SpecificRecord> KStream<String, Clue> told(
            StreamsBuilder builder, Topic<T> topic, String name, SchemaIds ids, Reading<T> reading) {
        return builder.stream(
                        topic.name(),
                        Consumed.with(Serdes.String(), AvroSerde.of(topic, ids)).withName(name))
                .flatMap(
                        (key, value) -> {
                            List<KeyValue<String, Clue>> clues = new ArrayList<>(1);
                            if (value != null) {
                                reading.read(value, (joinKey, clue) -> clues.add(KeyValue.pair(joinKey, clue)));
                            }
                            return clues;
                        },
                        Named.as(name + "-clues"));
    }

    private static void exposed(Exposure exposure, BiConsumer<String, Clue> out) {
        PostureClues.of(exposure, out);
    }

    private static void departed(Departure departure, BiConsumer<String, Clue> out) {
        PostureClues.of(departure, out);
    }

    private static void held(VaultValue value, BiConsumer<String, Clue> out) {
        PostureClues.of(value, out);
    }
}
