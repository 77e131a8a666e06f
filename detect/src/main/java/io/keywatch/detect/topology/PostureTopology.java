package io.keywatch.detect.topology;

import io.keywatch.detect.posture.PostureAnalyzer;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * cloudtrail.v1, the few calls that change how a secret stands -> by secret -> checks with timers -> detections.v1.
 * Meant for exactly_once_v2.
 */
public final class PostureTopology {
    public static final String APPLICATION_ID = "keywatch-posture";

    static final String CALLS = "cloudtrail";
    static final String CONCERNING = "concerning";
    static final String BY_SUBJECT = "by-subject";
    static final String SUBJECTS = "subjects";
    static final String CHECK = "check";
    static final String DETECTIONS = "detections";

    private PostureTopology() {}

    public static Topology build(PostureSettings settings, SchemaIds ids) {
        AvroSerde<ApiCall> calls = AvroSerde.of(Topics.CLOUDTRAIL, ids);
        AvroSerde<Finding> findings = AvroSerde.of(Topics.DETECTIONS, ids);
        PostureAnalyzer.Memory memory = PostureAnalyzer.Memory.specs(StoreTables.codec(Topics.DETECTIONS, findings));
        StreamsBuilder builder = new StreamsBuilder();
        memory.all().forEach(spec -> builder.addStateStore(StoreTables.builder(spec)));
        builder.stream(
                        Topics.CLOUDTRAIL.name(),
                        Consumed.with(Serdes.String(), calls).withName(CALLS))
                .filter((key, call) -> call != null && PostureAnalyzer.subject(call) != null, Named.as(CONCERNING))
                .selectKey((key, call) -> String.valueOf(PostureAnalyzer.subject(call)), Named.as(BY_SUBJECT))
                .repartition(Repartitioned.<String, ApiCall>as(SUBJECTS)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(calls))
                .process(
                        () -> new PostureProcessor(settings, memory),
                        Named.as(CHECK),
                        memory.all().stream().map(TableSpec::name).toArray(String[]::new))
                .to(
                        Topics.DETECTIONS.name(),
                        Produced.with(Serdes.String(), findings).withName(DETECTIONS));
        return builder.build();
    }
}
