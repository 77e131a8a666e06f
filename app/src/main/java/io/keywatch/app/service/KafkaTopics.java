package io.keywatch.app.service;

import io.keywatch.app.settings.TopicSettings;
import io.keywatch.schemas.Topic;
import io.keywatch.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Keywatch's topics on a broker: made by name with explicit settings, compared with what they should be. */
public final class KafkaTopics {
    /** A broker that cannot say within this is not one to start on. */
    private static final int TIMEOUT_SECONDS = 30;

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Admin admin;
    private final TopicSettings settings;

    public KafkaTopics(Admin admin, TopicSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /** One topic as it stands. */
    public sealed interface Standing {
        record Missing() implements Standing {}

        record Fits(int partitions, int replication) implements Standing {}

        /**
         * @param differences setting by setting
         * @param fatal whether keys would go to other partitions than state and order were built on
         */
        record Differs(int partitions, int replication, List<String> differences, boolean fatal) implements Standing {
            public Differs {
                differences = List.copyOf(differences);
            }
        }
    }

    public int partitionsOf(Topic<?> topic) {
        return topic.scaled() ? settings.partitions() : settings.fewPartitions();
    }

    /** By topic name, in order. */
    public Map<String, Standing> look() {
        Set<String> existing = await(admin.listTopics().names());
        List<String> ours = Topics.all().stream()
                .map(Topic::name)
                .filter(existing::contains)
                .toList();
        Map<String, TopicDescription> described =
                await(admin.describeTopics(ours).allTopicNames());
        Map<ConfigResource, Config> configs = await(admin.describeConfigs(ours.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all());
        Map<String, Standing> standings = new TreeMap<>();
        for (Topic<?> topic : Topics.all()) {
            TopicDescription description = described.get(topic.name());
            Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()));
            standings.put(
                    topic.name(),
                    description == null || config == null
                            ? new Standing.Missing()
                            : compare(topic, description, config));
        }
        return standings;
    }

    private Standing compare(Topic<?> topic, TopicDescription description, Config config) {
        int partitions = description.partitions().size();
        int replication = description.partitions().getFirst().replicas().size();
        List<String> differences = new ArrayList<>();
        boolean fatal = partitions != partitionsOf(topic);
        if (fatal) {
            differences.add("has " + partitions + " partitions, settings say " + partitionsOf(topic));
        }
        if (replication < settings.replication()) {
            differences.add("has " + replication + " replicas, settings say " + settings.replication());
        }
        topic.config().forEach((name, wanted) -> {
            String actual = Optional.ofNullable(config.get(name))
                    .map(ConfigEntry::value)
                    .orElse("unset");
            if (!sameSet(wanted, actual)) {
                differences.add(name + " is " + actual + ", should be " + wanted);
            }
        });
        return differences.isEmpty()
                ? new Standing.Fits(partitions, replication)
                : new Standing.Differs(partitions, replication, differences, fatal);
    }

    /** Cleanup policies are lists without an order. */
    private static boolean sameSet(String wanted, String actual) {
        return Set.of(wanted.split(","))
                .equals(java.util.Arrays.stream(actual.split(",")).collect(Collectors.toSet()));
    }

    /** Makes what is missing; leaves the rest alone. Returns the names of the new ones. */
    public List<String> create() {
        List<String> made = new ArrayList<>();
        Map<String, Standing> standings = look();
        for (Topic<?> topic : Topics.all()) {
            if (!(standings.get(topic.name()) instanceof Standing.Missing)) {
                continue;
            }
            NewTopic fresh = new NewTopic(topic.name(), partitionsOf(topic), (short) settings.replication())
                    .configs(topic.config());
            try {
                var _ = await(admin.createTopics(List.of(fresh)).all());
                made.add(topic.name());
            } catch (IllegalStateException refused) {
                // another process of the same deployment was faster
                if (!(refused.getCause() instanceof TopicExistsException)) {
                    throw refused;
                }
            }
        }
        awaitAll(made);
        return made;
    }

    /** The controller has made them; the broker that is asked next hears of it a moment later. */
    private void awaitAll(List<String> made) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (look().entrySet().stream()
                .anyMatch(entry -> made.contains(entry.getKey()) && entry.getValue() instanceof Standing.Missing)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("new topics are still unknown after " + TIMEOUT_SECONDS + " s");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException("the broker refuses: " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the brokers do not answer within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the brokers", e);
        }
    }
}
