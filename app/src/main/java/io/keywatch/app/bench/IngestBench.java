package io.keywatch.app.bench;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.ingest.cloudtrail.CloudTrailReader;
import io.keywatch.ingest.cloudtrail.EventSink;
import io.keywatch.ingest.cloudtrail.ParameterAllowList;
import io.keywatch.ingest.cloudtrail.ReadFault;
import io.keywatch.ingest.cloudtrail.ReaderLimits;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Pointer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.common.serialization.Serializer;

/** A log file from gzip to Avro bytes; baseline: inflating it, which nothing can avoid. */
final class IngestBench implements Bench {
    private static final int EVENTS = 5_000;

    /** As a log file is read from S3. */
    private static final int BUFFER_BYTES = 64 << 10;

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String description() {
        return "CloudTrail events/s from gzip to Avro, one thread; baseline: inflate only.";
    }

    @Override
    public void run(Consumer<Result> results) throws Exception {
        byte[] file = MadeUpLog.gzip(new Random(1), EVENTS);
        CloudTrailReader reader = new CloudTrailReader(
                ReaderLimits.DEFAULTS, ParameterAllowList.bundled(), InstantSource.system(), Origin.LIVE);
        SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();
        Serializer<ApiCall> avro = AvroSerde.of(Topics.CLOUDTRAIL, ids).serializer();
        byte[] buffer = new byte[BUFFER_BYTES];
        double inflate = CpuClock.unitsPerSecond(EVENTS, () -> {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file), BUFFER_BYTES)) {
                while (in.read(buffer) >= 0) {
                    // only inflated
                }
            }
        });
        results.accept(new Result("parse", rate(reader, file, call -> {}), "events/s/core", inflate));
        long[] bytes = new long[1];
        results.accept(new Result(
                "parse-to-avro",
                rate(reader, file, call -> bytes[0] += avro.serialize(Topics.CLOUDTRAIL.name(), call).length),
                "events/s/core",
                inflate));
    }

    private static double rate(CloudTrailReader reader, byte[] file, Consumer<ApiCall> each) throws Exception {
        Pointer where =
                Pointer.newBuilder().setBucket("bench").setKey("log.json.gz").build();
        return CpuClock.unitsPerSecond(EVENTS, () -> {
            var summary = reader.read(new ByteArrayInputStream(file), where, new EventSink() {
                @Override
                public void event(ApiCall call) {
                    each.accept(call);
                }

                @Override
                public void fault(ReadFault fault) {
                    throw new IllegalStateException("the file has a fault: " + fault.detail());
                }
            });
            if (summary.events() != EVENTS) {
                throw new IllegalStateException(summary.events() + " events of " + EVENTS);
            }
        });
    }
}
