package io.keywatch.local.bench;

import io.keywatch.app.service.StateMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** One Streams application that runs on a broker of this JVM and is watched while it works. */
final class StreamsRun implements AutoCloseable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What follows from the last record, over all repartition topics, has had its time by then. */
    private static final Duration QUIET = Duration.ofMillis(1_500);

    /** As a process has it unless told otherwise. */
    private static final long STATE_CACHE = 256L << 20;

    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final String id;
    private final KafkaStreams streams;
    private final Admin admin;

    private StreamsRun(String id, KafkaStreams streams, Admin admin) {
        this.id = id;
        this.streams = streams;
        this.admin = admin;
    }

    /** @param settings what this application needs beside connection, name and state folder */
    static StreamsRun start(BenchBroker broker, String id, Topology topology, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>();
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, id);
        all.put(StreamsConfig.CLIENT_ID_CONFIG, id);
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        all.put(StreamsConfig.STATE_DIR_CONFIG, broker.state().toString());
        all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        all.put(StreamsConfig.mainConsumerPrefix("auto.offset.reset"), "earliest");
        all.putAll(StateMemory.of(STATE_CACHE));
        all.putAll(settings);
        Properties properties = new Properties();
        properties.putAll(all);
        KafkaStreams streams = new KafkaStreams(topology, properties);
        streams.start();
        return new StreamsRun(
                id, streams, Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers())));
    }

    /** Blocks until it runs with all of its state, and says how long that took. */
    Duration awaitRunning() throws InterruptedException, TimeoutException {
        long start = System.nanoTime();
        while (streams.state() != KafkaStreams.State.RUNNING) {
            pause(start, "it is not running");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /**
     * Blocks until everything in {@code topic}, and whatever it led to, has been worked off and committed.
     *
     * @return when that was so, in {@link System#nanoTime}
     */
    long awaitDrained(String topic) throws Exception {
        long start = System.nanoTime();
        long quietSince = start;
        Map<TopicPartition, Long> before = Map.of();
        while (true) {
            pause(start, "not all is worked off");
            Map<TopicPartition, Long> committed = new HashMap<>();
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(id)
                    .partitionsToOffsetAndMetadata()
                    .get();
            offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
            if (!committed.equals(before) || !reached(topic, committed)) {
                quietSince = System.nanoTime();
                before = committed;
            } else if (System.nanoTime() - quietSince > QUIET.toNanos()) {
                return quietSince;
            }
        }
    }

    private boolean reached(String topic, Map<TopicPartition, Long> committed) throws Exception {
        Map<TopicPartition, OffsetSpec> ask = new HashMap<>();
        for (TopicDescription description :
                admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
            description
                    .partitions()
                    .forEach(partition ->
                            ask.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
        }
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                admin.listOffsets(ask).all().get();
        return ends.entrySet().stream()
                .allMatch(end -> end.getValue().offset() == 0
                        || committed.getOrDefault(end.getKey(), -1L)
                                >= end.getValue().offset());
    }

    private static void pause(long start, String problem) throws InterruptedException, TimeoutException {
        if (System.nanoTime() - start > LONGEST.toNanos()) {
            throw new TimeoutException(problem + " after " + LONGEST);
        }
        TimeUnit.MILLISECONDS.sleep(50);
    }

    /**
     * Processor seconds of everything that works for this application: its stream, producer and restore threads, and
     * RocksDB's own where the system tells (Linux). The broker, in the same JVM, is not among them.
     */
    double cpuSeconds() throws IOException {
        long nanos = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().contains(id)) {
                nanos += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return nanos / 1e9 + rocksDbSeconds();
    }

    private static double rocksDbSeconds() throws IOException {
        Path tasks = Path.of("/proc/self/task");
        if (!Files.isDirectory(tasks)) {
            return 0;
        }
        double seconds = 0;
        try (Stream<Path> all = Files.list(tasks)) {
            for (Path task : all.toList()) {
                try {
                    String stat = Files.readString(task.resolve("stat"));
                    int name = stat.indexOf("(rocksdb");
                    if (name >= 0) {
                        // man 5 proc: utime and stime are fields 14 and 15, in ticks of 10 ms
                        String[] fields =
                                stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                        seconds += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
                    }
                } catch (java.nio.file.NoSuchFileException ended) {
                    // a thread that ends between the listing and the look
                }
            }
        }
        return seconds;
    }

    @Override
    public void close() {
        admin.close();
        streams.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(Duration.ofSeconds(60)));
    }
}
