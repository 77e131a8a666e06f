package io.keywatch.local.bench;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.app.bench.Bench;
import io.keywatch.app.service.StreamsGuarantee;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.topology.AccessTopology;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.streams.Topology;

/** What a million pairs of a role and a secret take on disk, and how long a process needs to come back to them. */
public final class AccessStateBench implements Bench {
    private static final int PAIRS = 1_000_000;
    private static final int SECRETS_OF_A_BUSY_ROLE = 20;
    private static final String APPLICATION = "bench-access-state";

    @Override
    public String name() {
        return "access-state";
    }

    @Override
    public String description() {
        return "MB of a million pairs of role and secret in the access application, s of a restart with and without it.";
    }

    @Override
    public void run(Consumer<Result> results) throws Exception {
        SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();
        Topology topology = AccessTopology.build(AccessSettings.defaults(), ids);
        BenchCalls calls = new BenchCalls(1, PAIRS / SECRETS_OF_A_BUSY_ROLE, SECRETS_OF_A_BUSY_ROLE);
        try (BenchBroker broker = BenchBroker.start(ids)) {
            try (StreamsRun run = start(broker, topology)) {
                run.awaitRunning();
                broker.send(PAIRS, calls::nextPair);
                run.awaitDrained(Topics.CLOUDTRAIL.name());
            }
            Path state = broker.state();
            results.accept(Result.of("a-million-pairs", BenchBroker.bytes(state) / 1e6, "MB"));
            results.accept(Result.of("one-pair", (double) bytesOfStore(state, "access-pairs") / PAIRS, "B"));
            try (StreamsRun run = start(broker, topology)) {
                results.accept(
                        Result.of("restart-with-its-disk", run.awaitRunning().toMillis() / 1e3, "s"));
            }
            BenchBroker.delete(state);
            try (StreamsRun run = start(broker, topology)) {
                results.accept(
                        Result.of("restart-without-its-disk", run.awaitRunning().toMillis() / 1e3, "s"));
            }
        }
    }

    private static StreamsRun start(BenchBroker broker, Topology topology) {
        return StreamsRun.start(broker, APPLICATION, topology, StreamsGuarantee.exactlyOnce());
    }

    private static long bytesOfStore(Path state, String store) throws IOException {
        try (Stream<Path> folders = Files.walk(state)) {
            long sum = 0;
            for (Path folder : folders.filter(path -> path.endsWith(store)).toList()) {
                sum += BenchBroker.bytes(folder);
            }
            return sum;
        }
    }
}
