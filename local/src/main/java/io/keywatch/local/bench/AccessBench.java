package io.keywatch.local.bench;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.app.bench.Bench;
import io.keywatch.app.service.StreamsGuarantee;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.topology.AccessTopology;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;

/**
 * Calls a second through the whole access application on a real broker, exactly once, RocksDB and changelogs included,
 * for each second of the application's own processor time. Baseline: an application that reads the same records and lets
 * them go, in the same run.
 */
public final class AccessBench implements Bench {
    private static final int SECRETS = 5;
    /** What runs for months has long been compiled. */
    private static final int WARM_UP = 300_000;

    private static final int MEASURED = 300_000;

    /** After that what was read before is usual. */
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    private static final int[] ROLES = {1_000, 10_000, 100_000};
    private static final String APPLICATION = "bench-access";

    @Override
    public String name() {
        return "access";
    }

    @Override
    public String description() {
        return "calls/s/core through the access topology on a broker; baseline: a topology without work.";
    }

    @Override
    public void run(Consumer<Result> results) throws Exception {
        SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();
        Topology access = AccessTopology.build(AccessSettings.defaults(), ids);
        for (int roles : ROLES) {
            String of = "-of-" + roles + "-roles";
            Run reads = measure(ids, access, roles, BenchCalls::secretRead);
            double nothing =
                    measure(ids, noOp(ids), roles, BenchCalls::secretRead).rate();
            results.accept(new Result("secret-reads" + of, reads.rate(), "calls/s/core", nothing));
            results.accept(Result.of("state" + of, (double) reads.stateBytes() / roles, "B/role"));
            Run others = measure(ids, access, roles, BenchCalls::other);
            double othersNothing =
                    measure(ids, noOp(ids), roles, BenchCalls::other).rate();
            results.accept(new Result("other-calls" + of, others.rate(), "calls/s/core", othersNothing));
        }
    }

    private record Run(double rate, long stateBytes) {}

    private static Run measure(SchemaIds ids, Topology topology, int roles, Function<BenchCalls, ApiCall> call)
            throws Exception {
        BenchCalls calls = new BenchCalls(1, roles, SECRETS);
        try (BenchBroker broker = BenchBroker.start(ids)) {
            double seconds;
            try (StreamsRun run = start(broker, topology)) {
                run.awaitRunning();
                broker.send(roles * SECRETS, calls::nextPair);
                calls.pause(TWO_DAYS);
                broker.send(WARM_UP, () -> call.apply(calls));
                run.awaitDrained(Topics.CLOUDTRAIL.name());
                double before = run.cpuSeconds();
                broker.send(MEASURED, () -> call.apply(calls));
                run.awaitDrained(Topics.CLOUDTRAIL.name());
                seconds = run.cpuSeconds() - before;
            }
            return new Run(MEASURED / seconds, BenchBroker.bytes(broker.state()));
        }
    }

    private static StreamsRun start(BenchBroker broker, Topology topology) {
        return StreamsRun.start(broker, APPLICATION, topology, StreamsGuarantee.exactlyOnce());
    }

    /** What every application must do with these records, whatever it is for. */
    private static Topology noOp(SchemaIds ids) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(Topics.CLOUDTRAIL.name(), Consumed.with(Serdes.String(), AvroSerde.of(Topics.CLOUDTRAIL, ids)))
                .foreach((key, call) -> {});
        return builder.build();
    }
}
