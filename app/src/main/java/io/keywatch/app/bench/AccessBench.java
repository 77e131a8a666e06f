package io.keywatch.app.bench;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.replay.Replay;
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
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Calls as they come from Kafka through the access, correlation and posture cores with tables on the heap; baseline: the
 * same records read and let go, which is what a topology without work does.
 */
final class AccessBench implements Bench {
    private static final int EVENTS = 5_000;

    @Override
    public String name() {
        return "access";
    }

    @Override
    public String description() {
        return "calls/s from Avro through the access and posture cores, one thread; baseline: read and let go.";
    }

    @Override
    public void run(Consumer<Result> results) throws Exception {
        SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();
        AvroSerde<ApiCall> serde = AvroSerde.of(Topics.CLOUDTRAIL, ids);
        List<byte[]> records = records(serde);
        long[] seen = new long[1];
        double baseline = CpuClock.unitsPerSecond(EVENTS, () -> {
            for (byte[] record : records) {
                seen[0] += serde.deserializer()
                        .deserialize(Topics.CLOUDTRAIL.name(), record)
                        .getEventTime()
                        .toEpochMilli();
            }
        });
        double judged = CpuClock.unitsPerSecond(EVENTS, () -> {
            Replay replay = new Replay(AccessSettings.defaults());
            for (byte[] record : records) {
                replay.accept(serde.deserializer().deserialize(Topics.CLOUDTRAIL.name(), record));
            }
            seen[0] += replay.findings().size();
        });
        results.accept(new Result("judged", judged, "calls/s/core", baseline));
    }

    private static List<byte[]> records(AvroSerde<ApiCall> serde) throws IOException {
        List<byte[]> records = new ArrayList<>();
        new CloudTrailReader(ReaderLimits.DEFAULTS, ParameterAllowList.bundled(), InstantSource.system(), Origin.LIVE)
                .read(
                        new ByteArrayInputStream(MadeUpLog.gzip(new Random(1), EVENTS)),
                        Pointer.newBuilder().setKey("log.json.gz").build(),
                        new EventSink() {
                            @Override
                            public void event(ApiCall call) {
                                records.add(serde.serializer().serialize(Topics.CLOUDTRAIL.name(), call));
                            }

                            @Override
                            public void fault(ReadFault fault) {
                                throw new IllegalStateException("the file has a fault: " + fault.detail());
                            }
                        });
        return records;
    }
}
