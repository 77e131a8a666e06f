package io.keywatch.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * Everything that Keywatch talks to, started side by side: Kafka, OpenSearch and the schema registry in this JVM, the AWS
 * stand-ins in a child. A stack on a given folder keeps its data and ports for the next start, also after kill -9.
 *
 * <p>Close consumers and Streams before the stack: the broker goes last, but it goes.
 */
public final class EmbeddedStack implements AutoCloseable {
    private final FutureTask<AwsStandinsProcess> aws;
    private final FutureTask<SchemaRegistryServer> registry;
    private final FutureTask<EmbeddedOpenSearch> openSearch;
    private final FutureTask<EmbeddedKafka> kafka;
    private final Map<String, Duration> startTimes = new ConcurrentHashMap<>();
    private final Optional<Path> temporary;

    private EmbeddedStack(Path folder, Optional<Path> temporary) {
        this.temporary = temporary;
        // before any thread: logging that two start at once keeps the levels of neither
        QuietLogs.apply();
        // the child first: it needs longest and has a processor of its own
        aws = start("aws", () -> AwsStandinsProcess.start(folder.resolve("aws")));
        kafka = start("kafka", () -> EmbeddedKafka.start(folder.resolve("kafka")));
        openSearch = start("opensearch", () -> EmbeddedOpenSearch.start(folder.resolve("opensearch")));
        registry = start("registry", () -> SchemaRegistryServer.start(folder.resolve("registry")));
    }

    /** Starts on a folder that stays. */
    public static EmbeddedStack start(Path dataFolder) throws IOException {
        return new EmbeddedStack(Files.createDirectories(dataFolder), Optional.empty()).await();
    }

    /** Starts on a folder that goes with the stack. */
    public static EmbeddedStack start() throws IOException {
        Path folder = Files.createTempDirectory("keywatch-");
        return new EmbeddedStack(folder, Optional.of(folder)).await();
    }

    public String bootstrapServers() {
        return kafka.resultNow().bootstrapServers();
    }

    public URI registryUrl() {
        return registry.resultNow().url();
    }

    public URI openSearchUrl() {
        return openSearch.resultNow().url();
    }

    public AwsEndpoints awsEndpoints() {
        return aws.resultNow().endpoints();
    }

    public AwsStandinsControl awsControl() {
        return aws.resultNow().control();
    }

    /** The process of the AWS stand-ins. */
    public long awsPid() {
        return aws.resultNow().pid();
    }

    /** How long each part took, beside the others. */
    public Map<String, Duration> startTimes() {
        return new TreeMap<>(startTimes);
    }

    @Override
    public void close() throws IOException {
        List<Exception> problems = new ArrayList<>();
        for (FutureTask<? extends AutoCloseable> part : List.of(aws, registry, openSearch, kafka)) {
            try {
                part.get().close();
            } catch (ExecutionException neverStarted) {
                // await() told of it
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                problems.add(e);
            } catch (Exception e) {
                problems.add(e);
            }
        }
        temporary.ifPresent(EmbeddedStack::delete);
        if (!problems.isEmpty()) {
            var failed = new IOException("the stack did not close wholly");
            problems.forEach(failed::addSuppressed);
            throw failed;
        }
    }

    private EmbeddedStack await() throws IOException {
        try {
            for (FutureTask<?> part : List.of(registry, kafka, openSearch, aws)) {
                part.get();
            }
            return this;
        } catch (ExecutionException e) {
            var failed = new IOException("the stack did not start", e.getCause());
            closeAfter(failed);
            throw failed;
        } catch (InterruptedException e) {
            var failed = new IOException("interrupted while the stack started", e);
            closeAfter(failed);
            Thread.currentThread().interrupt();
            throw failed;
        }
    }

    private void closeAfter(IOException failed) {
        try {
            close();
        } catch (IOException e) {
            failed.addSuppressed(e);
        }
    }

    private <T> FutureTask<T> start(String name, Callable<T> start) {
        long begun = System.nanoTime();
        var task = new FutureTask<>(() -> {
            T part = start.call();
            startTimes.put(name, Duration.ofNanos(System.nanoTime() - begun));
            return part;
        });
        Thread.ofPlatform().name("start-" + name).start(task);
        return task;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
