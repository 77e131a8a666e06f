package io.keywatch.app.settings;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * How to reach the brokers.
 *
 * @param properties security and connection properties of every client, by Kafka's own names
 * @param streamThreads of each Streams application
 * @param stateCache bytes outside the heap, shared by all Streams applications
 */
public record KafkaSettings(
        List<String> bootstrap, Map<String, String> properties, int streamThreads, long stateCache) {
    private static final Map<String, ConfigDef.ConfigKey> KNOWN = Stream.of(
                    ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef())
            .flatMap(definition -> definition.configKeys().entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one));

    /** Set by Keywatch itself: delivery guarantees rest on them. */
    private static final Set<String> OURS = Set.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);

    public KafkaSettings {
        bootstrap = List.copyOf(bootstrap);
        properties = Map.copyOf(properties);
    }

    static KafkaSettings read(Section section) {
        List<String> bootstrap = section.texts(
                "bootstrap",
                List.of("127.0.0.1:9092"),
                "Brokers to start from, `host:port`; not used when `embedded`.");
        for (String broker : bootstrap) {
            if (!broker.matches("[^\\s:/]+:[0-9]{1,5}|\\[[0-9a-fA-F:]+]:[0-9]{1,5}")) {
                section.problem("bootstrap", "'" + broker + "' is not host:port");
            }
        }
        Map<String, String> properties = section.map(
                "properties",
                KafkaSettings::isSecret,
                "Security and connection properties of every Kafka client by Kafka's names, such as"
                        + " `security.protocol`, `sasl.mechanism`, `sasl.jaas.config`.");
        for (String name : properties.keySet()) {
            if (OURS.contains(name)) {
                section.problem("properties." + name, "is set by Keywatch itself");
            } else if (!KNOWN.containsKey(name)) {
                section.problem(
                        "properties." + name,
                        "is not a property of a Kafka client"
                                + NearestName.of(name, new LinkedHashSet<>(KNOWN.keySet()))
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse(""));
            }
        }
        int threads = section.integer(
                "streamThreads",
                1,
                1,
                64,
                "Threads of each Streams application in this process; more than partitions divided by processes idle.");
        long cache = section.integer(
                "stateCacheMiB",
                256,
                32,
                1 << 16,
                "Memory outside the heap in which the Streams applications of this process keep what they read of their"
                        + " state; changes not yet on disk come on top.");
        return new KafkaSettings(bootstrap, properties, threads, cache << 20);
    }

    /** Connection properties for a client. */
    public Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>(properties);
        client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, String.join(",", bootstrap));
        return client;
    }

    public KafkaSettings withBootstrap(String servers) {
        return new KafkaSettings(List.of(servers.split(",")), properties, streamThreads, stateCache);
    }

    /** Without the properties' values: passwords are among them. */
    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrap + ", " + properties.keySet() + "]";
    }

    private static boolean isSecret(String name) {
        ConfigDef.ConfigKey key = KNOWN.get(name);
        return key != null && key.type == ConfigDef.Type.PASSWORD;
    }
}
