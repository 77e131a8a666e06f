package io.keywatch.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka broker and controller in this JVM, on loopback. Its folder keeps topics, offsets, transactions and the port:
 * closed or killed, the next start on the same folder goes on where it was. One process per folder.
 *
 * <p>Close Streams and consumers first: a rebalancing thread without a broker spins.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE_ID = 1;
    private static final String CONTROLLER = "CONTROLLER";

    private final String bootstrapServers;
    private final KafkaRaftServer server;

    private EmbeddedKafka(String bootstrapServers, KafkaRaftServer server) {
        this.bootstrapServers = bootstrapServers;
        this.server = server;
    }

    /** Starts the broker and returns when it serves clients. */
    public static EmbeddedKafka start(Path dataFolder) throws IOException {
        QuietLogs.apply();
        var ports = new StickyPorts(dataFolder);
        String bootstrap = "127.0.0.1:" + ports.port("broker");
        String controller = "127.0.0.1:" + ports.port("controller");
        Path logs = Files.createDirectories(dataFolder.resolve("logs"));
        format(logs);
        var server = new KafkaRaftServer(new KafkaConfig(settings(bootstrap, controller, logs)), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            // a half-started broker keeps non-daemon threads, and with them this JVM
            server.shutdown();
            throw new IOException("Kafka refuses to start on " + dataFolder, e);
        }
        return new EmbeddedKafka(bootstrap, server);
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path logs) throws IOException {
        try {
            new Formatter()
                    .setNodeId(NODE_ID)
                    .setClusterId(clusterId(logs))
                    .setDirectories(List.of(logs.toString()))
                    .setMetadataLogDirectory(logs.toString())
                    .setControllerListenerName(CONTROLLER)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setIgnoreFormatted(true)
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot format " + logs, e);
        }
    }

    private static String clusterId(Path logs) throws IOException {
        Path meta = logs.resolve("meta.properties");
        if (!Files.exists(meta)) {
            return Uuid.randomUuid().toString();
        }
        var properties = new Properties();
        try (var in = Files.newBufferedReader(meta)) {
            properties.load(in);
        }
        return properties.getProperty("cluster.id");
    }

    private static Map<String, String> settings(String bootstrap, String controller, Path logs) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("log.dirs", logs.toString());
        settings.put("listeners", "PLAINTEXT://" + bootstrap + "," + CONTROLLER + "://" + controller);
        settings.put("advertised.listeners", "PLAINTEXT://" + bootstrap);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
        // after kill -9 the controller waits for the old registration to lapse: 12.8 s with the defaults, 4.6 s so
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "500");

        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");

        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");

        // two cores, few partitions: fewer threads, and 16 MB for the cleaner where the default reserves 128
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "3");
        settings.put("background.threads", "2");
        settings.put("log.cleaner.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", "16777216");
        settings.put("log.index.size.max.bytes", "1048576");
        return settings;
    }
}
