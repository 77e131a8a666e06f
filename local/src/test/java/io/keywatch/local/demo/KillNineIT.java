package io.keywatch.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywatch.local.EmbeddedStack;
import io.keywatch.schemas.Topics;
import io.keywatch.sink.opensearch.FindingQuery;
import io.keywatch.sink.opensearch.FindingRow;
import io.keywatch.sink.opensearch.FindingsIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A service that is killed in mid-stream loses nothing and says nothing twice. */
class KillNineIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ACCOUNT = "111122223333";
    private static final String TRAILS = "killed-trails";
    private static final String OBJECTS = "killed-objects";
    private static final String ELSEWHERE = "185.220.101.34";
    private static final int READERS = 8;
    /** Over the ceiling of 20. */
    private static final int READS = 24;

    private static final int PARTS = 3;
    private static final int SINGLES = 16;
    private static final int LEAKS = 60;

    @TempDir
    Path folder;

    private final Planted planted = new Planted();

    /** One bucket of every window, one day: what is counted together does not depend on when the test runs. */
    private final Instant start = Instant.now()
            .minus(Duration.ofHours(1))
            .truncatedTo(ChronoUnit.HOURS)
            .plusSeconds(30);

    /** What was said of whom: the rule and the resource or the principal's name. */
    private record Told(String rule, String about, long count) {
        static Told of(FindingRow row) {
            boolean access = row.rule().startsWith("access.");
            return new Told(
                    row.rule(),
                    access ? row.principal().substring(row.principal().lastIndexOf('/') + 1) : row.resource(),
                    access ? row.count() : 1);
        }
    }

    private final List<Told> expected = new ArrayList<>();

    @Test
    void everyFindingArrivesAndNoneTwiceAfterKillNine() throws Exception {
        try (EmbeddedStack stack = EmbeddedStack.start(folder.resolve("stack"));
                DemoSite site = DemoSite.prepare(stack, KeywatchProcess.freePort());
                var connection = site.openIndex()) {
            // Given a service at work, with half of the work before it and the rest coming
            FindingsIndex index = new FindingsIndex(connection, site.indexAlias());
            site.cloud().makeBucket(TRAILS);
            site.cloud().makeBucket(OBJECTS);
            List<Runnable> work = work(site.cloud());
            Path settings = settings(site);
            Path output = folder.resolve("service.log");
            KeywatchProcess service = KeywatchProcess.start(output, "run", "--config", settings.toString());
            try {
                work.subList(0, work.size() / 2).forEach(Runnable::run);
                AtomicBoolean dead = new AtomicBoolean();
                CompletableFuture<Void> rest = CompletableFuture.runAsync(
                        () -> feed(work.subList(work.size() / 2, work.size()), dead), Thread::startVirtualThread);
                long enough = expected.size() / 5;
                awaitIndex(service, index, () -> assertThat(index.count()).isGreaterThanOrEqualTo(enough));

                // When it is killed
                service.kill();
                dead.set(true);
                index.refresh();
                long found = index.count();
                assertThat(found)
                        .as("killed in mid-stream, of %d", expected.size())
                        .isBetween(enough, expected.size() * 4L / 5);
                rest.join();
                Instant again = Instant.now();
                service = KeywatchProcess.start(output, "run", "--config", settings.toString());

                // Then everything is told
                awaitIndex(
                        service, index, () -> assertThat(told(index).keySet()).containsAll(expected));
                System.err.printf(
                        "killed with %d of %d findings in the index; all there %d ms after the start%n",
                        found,
                        expected.size(),
                        Duration.between(again, Instant.now()).toMillis());
                awaitQueuesEmpty(site);
                awaitRest(stack);
                index.refresh();
                // exactly once each, with exact counts, and nothing else
                assertThat(told(index))
                        .isEqualTo(expected.stream().collect(Collectors.toMap(Function.identity(), told -> 1L)));
                try (TopicReader topics = new TopicReader(stack.bootstrapServers())) {
                    assertThat(topics.read(Topics.DEAD_LETTERS.name(), record -> {}))
                            .as("dead letters")
                            .isZero();
                }
            } finally {
                service.stop();
            }
        }
    }

    private List<Runnable> work(Cloud cloud) {
        List<Runnable> trails = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            Actor actor = user("reader-" + i);
            for (int part = 0; part < PARTS; part++) {
                Trail trail = new Trail();
                for (int read = 0; read < READS / PARTS; read++) {
                    int secret = part * (READS / PARTS) + read;
                    Trail.parameters(trail.call(start.plusSeconds(secret), actor, "secretsmanager", "GetSecretValue"))
                            .put("secretId", "vault-" + i + "/" + secret);
                }
                trails.add(log(cloud, trail));
            }
            expected.add(new Told("access.bulk-secret-read", actor.name(), READS));
        }
        for (int i = 0; i < SINGLES; i++) {
            Actor stopper = user("stopper-" + i);
            Trail stopped = new Trail();
            Trail.parameters(stopped.call(start.plusSeconds(i), stopper, "cloudtrail", "StopLogging"))
                    .put("name", "trail-" + i);
            trails.add(log(cloud, stopped));
            expected.add(new Told("access.trail-stopped", stopper.name(), 1));

            Actor maker = user("maker-" + i);
            Trail made = new Trail();
            ObjectNode key = made.call(start.plusSeconds(i), maker, "iam", "CreateAccessKey");
            Trail.parameters(key).put("userName", "backup-" + i);
            key.putObject("responseElements")
                    .putObject("accessKey")
                    .put("userName", "backup-" + i)
                    .put("accessKeyId", planted.accessKeyId())
                    .put("status", "Active");
            trails.add(log(cloud, made));
            expected.add(new Told("access.access-key-for-another-user", maker.name(), 1));
        }
        List<Runnable> objects = new ArrayList<>();
        for (int i = 0; i < LEAKS; i++) {
            String name = "service-" + i + "/.env";
            String content = "STAGE=prod\nGITHUB_TOKEN=" + planted.gitHubToken() + "\n";
            objects.add(() -> cloud.put(OBJECTS, name, content));
            expected.add(new Told("github-personal-token", OBJECTS + "/" + name, 1));
        }
        return interleaved(trails, objects);
    }

    /** A log file with ordinary calls beside; told of twice, as SQS may. */
    private Runnable log(Cloud cloud, Trail trail) {
        Actor ordinary = user("ordinary");
        for (int i = 0; i < 5; i++) {
            trail.call(start.plusSeconds(i), ordinary, "ec2", "DescribeInstances");
        }
        return () -> cloud.deliver(TRAILS, ACCOUNT, trail, 2);
    }

    private Actor user(String name) {
        return Actor.user(ACCOUNT, name, planted.accessKeyId(), ELSEWHERE);
    }

    private static List<Runnable> interleaved(List<Runnable> one, List<Runnable> other) {
        List<Runnable> both = new ArrayList<>();
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            if (i < one.size()) {
                both.add(one.get(i));
            }
            if (i < other.size()) {
                both.add(other.get(i));
            }
        }
        return both;
    }

    /** Slowly while the service lives, so that there is work under way whenever it dies. */
    private static void feed(List<Runnable> work, AtomicBoolean dead) {
        for (Runnable one : work) {
            one.run();
            if (!dead.get()) {
                try {
                    Thread.sleep(Duration.ofMillis(200));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Shorter waits, else as it is: until the dead one's partitions (45 s) and messages (2 min) go to others. */
    private Path settings(DemoSite site) throws IOException {
        String yaml = Files.readString(site.settingsFile())
                .replace("kafka:\n", "kafka:\n  properties:\n    session.timeout.ms: \"10000\"\n")
                .replace("ingest:\n", "ingest:\n  visibility: 15s\n");
        return Files.writeString(folder.resolve("keywatch.yaml"), yaml);
    }

    private static Map<Told, Long> told(FindingsIndex index) throws IOException {
        return index.search(FindingQuery.newest(1_000)).stream()
                .collect(Collectors.groupingBy(Told::of, Collectors.counting()));
    }

    private static void awaitIndex(KeywatchProcess service, FindingsIndex index, ThrowingRunnable condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            assertThat(service.alive()).as(service.said()).isTrue();
            index.refresh();
            condition.run();
        });
    }

    private static void awaitQueuesEmpty(DemoSite site) {
        for (String name : List.of("keywatch-cloudtrail", "keywatch-objects")) {
            String url = site.aws()
                    .sqs()
                    .getQueueUrl(request -> request.queueName(name))
                    .queueUrl();
            await().atMost(PATIENCE)
                    .until(() -> site
                            .aws()
                            .sqs()
                            .getQueueAttributes(request -> request.queueUrl(url)
                                    .attributeNames(
                                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                            .attributes()
                            .values()
                            .stream()
                            .allMatch("0"::equals));
        }
    }

    /** What comes late, such as a message taken by the dead, has gone all the way: no topic grows any more. */
    private static void awaitRest(EmbeddedStack stack) {
        try (TopicReader topics = new TopicReader(stack.bootstrapServers())) {
            List<Map<String, Long>> seen = new ArrayList<>();
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
                Map<String, Long> now = new TreeMap<>();
                for (String topic : List.of(
                        Topics.CLOUDTRAIL.name(),
                        Topics.OBJECT_CHANGES.name(),
                        Topics.DETECTIONS.name(),
                        Topics.FINDINGS.name())) {
                    now.put(topic, topics.read(topic, record -> {}));
                }
                seen.add(now);
                int size = seen.size();
                return size > 3
                        && seen.get(size - 3).equals(now)
                        && seen.get(size - 2).equals(now);
            });
        }
    }
}
