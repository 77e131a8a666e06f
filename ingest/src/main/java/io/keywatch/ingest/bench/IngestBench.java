package io.keywatch.ingest.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.keywatch.ingest.ApiCallEncoder;
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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Rates of one thread, per second of its own CPU time: other load on the machine does not count, garbage collection on
 * other threads neither.
 */
public final class IngestBench {
    private static final int EVENTS = 5_000;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final double NANOS = 1e9;

    private final byte[] file;
    private final long inflatedBytes;
    private final CloudTrailReader reader;
    private final Serializer<ApiCall> serializer;
    private final int schemaId;
    private final JsonFactory json = new JsonFactory();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /**
     * One line of the result.
     *
     * @param name of the stage
     * @param eventsPerSecond of one core
     * @param megabytesPerSecond of JSON
     * @param ratio to the baseline (inflate and tokenise, nothing kept)
     */
    public record Rate(String name, double eventsPerSecond, double megabytesPerSecond, double ratio) {}

    /** @param ids any registry with the schemas registered; mock:// will do */
    public IngestBench(SchemaIds ids) {
        file = SampleLog.gzip(EVENTS, 1);
        inflatedBytes = SampleLog.json(EVENTS, 1).length();
        reader = new CloudTrailReader(
                ReaderLimits.DEFAULTS, ParameterAllowList.bundled(), InstantSource.system(), Origin.BACKFILL);
        AvroSerde<ApiCall> serde = AvroSerde.of(Topics.CLOUDTRAIL, ids);
        serializer = serde.serializer();
        schemaId = serde.schemaId();
    }

    /** Baseline first; every stage runs for {@code each}, after a warm-up as long. */
    public List<Rate> run(Duration each) {
        List<Stage> stages = List.of(
                new Stage("inflate+tokens", this::tokens),
                new Stage("inflate", this::inflate),
                new Stage("gz->ApiCall", this::parse),
                new Stage("gz->Avro", this::avro),
                new Stage("gz->Avro, general writer", this::avroSerde));
        stages.forEach(stage -> measure(stage, each));
        List<Rate> rates = new ArrayList<>();
        double baseline = 0;
        for (Stage stage : stages) {
            double rate = measure(stage, each);
            baseline = baseline == 0 ? rate : baseline;
            rates.add(new Rate(stage.name(), rate, rate * inflatedBytes / EVENTS / 1e6, rate / baseline));
        }
        return rates;
    }

    private record Stage(String name, Work work) {}

    @FunctionalInterface
    private interface Work {
        /** @return how much there was, so that the compiler cannot leave out the work */
        long once() throws IOException;
    }

    private double measure(Stage stage, Duration each) {
        try {
            long start = threads.getCurrentThreadCpuTime();
            long runs = 0;
            while (threads.getCurrentThreadCpuTime() - start < each.toNanos()) {
                runs += stage.work().once() > 0 ? 1 : 0;
            }
            return runs * EVENTS / ((threads.getCurrentThreadCpuTime() - start) / NANOS);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be read", e);
        }
    }

    private long inflate() throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = open()) {
            int read = 0;
            long bytes = 0;
            while (read >= 0) {
                read = in.read(buffer);
                bytes += read;
            }
            return bytes;
        }
    }

    private long tokens() throws IOException {
        try (JsonParser parser = json.createParser(open())) {
            long tokens = 0;
            while (parser.nextToken() != null) {
                tokens++;
            }
            return tokens;
        }
    }

    private long parse() throws IOException {
        return read(new Count() {
            @Override
            public void event(ApiCall call) {
                count++;
            }
        });
    }

    private long avro() throws IOException {
        ApiCallEncoder encoder = new ApiCallEncoder(schemaId);
        return read(new Count() {
            @Override
            public void event(ApiCall call) {
                count += encoder.encode(call).length > 0 ? 1 : 0;
            }
        });
    }

    private long avroSerde() throws IOException {
        return read(new Count() {
            @Override
            public void event(ApiCall call) {
                count += serializer.serialize(Topics.CLOUDTRAIL.name(), call).length > 0 ? 1 : 0;
            }
        });
    }

    private long read(Count sink) throws IOException {
        reader.read(
                new ByteArrayInputStream(file),
                Pointer.newBuilder().setKey("sample").build(),
                sink);
        if (sink.count != EVENTS) {
            throw new IllegalStateException("read " + sink.count + " of " + EVENTS + " events");
        }
        return sink.count;
    }

    private InputStream open() throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(file), BUFFER_BYTES);
    }

    private abstract static class Count implements EventSink {
        long count;

        @Override
        public void fault(ReadFault fault) {
            throw new IllegalStateException("the sample is bad: " + fault.detail());
        }
    }
}
