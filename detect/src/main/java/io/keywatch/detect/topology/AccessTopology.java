package io.keywatch.detect.topology;

import io.keywatch.detect.access.AccessAnalyzer;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.correlate.Accumulator;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.correlate.Correlator;
import io.keywatch.detect.correlate.JoinSettings;
import io.keywatch.detect.incident.LeadSource;
import io.keywatch.detect.sigma.SigmaEngine;
import io.keywatch.detect.sigma.SigmaRuleSet;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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
 * cloudtrail.v1 -> assess per principal -> detections.v1; what concerns a key or an instance goes on as clues, meets
 * exposures.v1 by join key, and ends in detections.v1 too; what only counts in sum goes back to its principal. User rules
 * are asked per principal; what their correlations count goes on by family. What belongs together over keys and accounts is
 * {@link IncidentTopology}. The shape is the same whatever rules there are. Meant for exactly_once_v2: counts are sums.
 */
public final class AccessTopology {
    public static final String APPLICATION_ID = "keywatch-access";

    static final String CALLS = "cloudtrail";
    static final String ASSESS = "assess";
    static final String FOUND = "found";
    static final String FINDINGS = "assessed-findings";
    static final String DETECTIONS = "detections";
    static final String HINTED = "hinted";
    static final String HINTS = "hints";
    static final String EXPOSURES = "exposures";
    static final String EXPOSED = "exposed";
    static final String BOTH = "clues-and-exposures";
    static final String CLUES = "clues";
    static final String CORRELATE = "correlate";
    static final String JOIN_FOUND = "join-found";
    static final String JOIN_FINDINGS = "joined-findings";
    static final String JOIN_DETECTIONS = "joined-detections";
    static final String SIGNALLED = "signalled";
    static final String SIGNALS_SENT = "signals-sent";
    static final String SIGNALS = "signals";
    static final String SUM_UP = "sum-up";
    static final String SUM_DETECTIONS = "summed-detections";
    static final String COUNTED = "counted";
    static final String COUNTED_CALLS = "counted-calls";
    static final String FAMILIES = "families";
    static final String COUNT = "count";
    static final String COUNT_DETECTIONS = "count-detections";

    private AccessTopology() {}

    /** Without user rules. */
    public static Topology build(AccessSettings settings, SchemaIds ids) {
        return build(settings, () -> SigmaRuleSet.EMPTY, ids);
    }

    /** With the joins as they are by default. */
    public static Topology build(AccessSettings settings, Supplier<SigmaRuleSet> userRules, SchemaIds ids) {
        return build(settings, JoinSettings.DEFAULTS, userRules, ids);
    }

    /** @param userRules asked for at every call, from every stream thread */
    public static Topology build(
            AccessSettings settings, JoinSettings joined, Supplier<SigmaRuleSet> userRules, SchemaIds ids) {
        return build(settings, joined, userRules, ids, StoreTables.Medium.DISK);
    }

    static Topology build(
            AccessSettings settings,
            JoinSettings joined,
            Supplier<SigmaRuleSet> userRules,
            SchemaIds ids,
            StoreTables.Medium medium) {
        AvroSerde<Finding> findings = AvroSerde.of(Topics.DETECTIONS, ids);
        Codec<Finding> codec = StoreTables.codec(Topics.DETECTIONS, findings);
        AccessAnalyzer.Memory access = AccessAnalyzer.Memory.specs(codec);
        Correlator.Memory joins = Correlator.Memory.specs(codec);
        Accumulator.Memory sums = Accumulator.Memory.specs(codec);
        SigmaEngine.Memory rules = SigmaEngine.Memory.specs(codec);
        SigmaEngine.Memory counts = SigmaEngine.Memory.ofCorrelations(codec);
        LeadSource.Memory leads = LeadSource.Memory.specs();
        AvroSerde<ApiCall> calls = AvroSerde.of(Topics.CLOUDTRAIL, ids);
        List<TableSpec<?>> assessed = new ArrayList<>(access.all());
        assessed.addAll(rules.rulesOnly());
        assessed.addAll(leads.all());
        Produced<String, Finding> toDetections = Produced.with(Serdes.String(), findings);

        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, Emitted> emitted = builder.stream(
                        Topics.CLOUDTRAIL.name(),
                        Consumed.with(Serdes.String(), calls).withName(CALLS))
                .process(
                        () -> new AssessProcessor(settings, joined, access, userRules, rules, leads),
                        Named.as(ASSESS),
                        medium.add(builder, assessed));
        emitted.filter((id, value) -> value instanceof Emitted.Found, Named.as(FOUND))
                .mapValues(Emitted::finding, Named.as(FINDINGS))
                .to(Topics.DETECTIONS.name(), toDetections.withName(DETECTIONS));

        KStream<String, Clue> hints = emitted.filter((key, value) -> value instanceof Emitted.Hinted, Named.as(HINTED))
                .mapValues(Emitted::clue, Named.as(HINTS));
        KStream<String, Clue> exposed = builder.stream(
                        Topics.EXPOSURES.name(),
                        Consumed.<String, Exposure>with(Serdes.String(), AvroSerde.of(Topics.EXPOSURES, ids))
                                .withName(EXPOSURES))
                .flatMap((key, exposure) -> clues(exposure), Named.as(EXPOSED));
        Repartitioned<String, Clue> byJoinKey = Repartitioned.with(Serdes.String(), new ClueSerde(ids));
        KStream<String, Emitted> together = hints.merge(exposed, Named.as(BOTH))
                .repartition(byJoinKey.withName(CLUES))
                .process(
                        () -> new CorrelateProcessor(settings.switches(), joined, joins),
                        Named.as(CORRELATE),
                        medium.add(builder, joins.all()));
        together.filter((id, value) -> value instanceof Emitted.Found, Named.as(JOIN_FOUND))
                .mapValues(Emitted::finding, Named.as(JOIN_FINDINGS))
                .to(Topics.DETECTIONS.name(), toDetections.withName(JOIN_DETECTIONS));

        together.filter((key, value) -> value instanceof Emitted.Hinted, Named.as(SIGNALLED))
                .mapValues(Emitted::clue, Named.as(SIGNALS_SENT))
                .repartition(byJoinKey.withName(SIGNALS))
                .process(() -> new SumUpProcessor(settings, sums), Named.as(SUM_UP), medium.add(builder, sums.all()))
                .to(Topics.DETECTIONS.name(), toDetections.withName(SUM_DETECTIONS));

        emitted.filter((key, value) -> value instanceof Emitted.Counted, Named.as(COUNTED))
                .mapValues(Emitted::call, Named.as(COUNTED_CALLS))
                .repartition(Repartitioned.with(Serdes.String(), calls).withName(FAMILIES))
                .process(
                        () -> new CountProcessor(userRules, counts),
                        Named.as(COUNT),
                        medium.add(builder, counts.correlationsOnly()))
                .to(Topics.DETECTIONS.name(), toDetections.withName(COUNT_DETECTIONS));

        IncidentTopology.add(builder, emitted, settings, findings, ids, medium);
        return builder.build();
    }

    /** A removed exposure says nothing about the key: whoever has read it still has it. */
    private static List<KeyValue<String, Clue>> clues(Exposure exposure) {
        List<KeyValue<String, Clue>> clues = new ArrayList<>(1);
        if (exposure != null) {
            Clue.ofExposure(exposure, (key, clue) -> clues.add(KeyValue.pair(key, clue)));
        }
        return clues;
    }
}
