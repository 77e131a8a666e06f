package io.keywatch.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The AWS stand-ins in a JVM of their own. It ends with this one, however this one ends: it watches its stdin. Its folder
 * keeps S3's objects, SQS's messages and the ports; topics, metrics, logs and what a test ordered are gone with it.
 */
public final class AwsStandinsProcess implements AutoCloseable {
    private static final String MAIN = "io.keywatch.standins.AwsStandins";
    private static final ObjectMapper JSON = new ObjectMapper();
    // 3.5 s alone on two cores, 8 s beside broker and index, several times that on a busy machine
    private static final int READY_WITHIN_SECONDS = 90;
    private static final int END_WITHIN_SECONDS = 15;
    // the first end after a build writes the class archive: 3 to 6 s alone, much longer on a busy machine
    private static final int ARCHIVED_WITHIN_SECONDS = 90;
    private static final int LOG_LINES = 20;

    private final Process process;
    private final ClassArchive archive;
    private final AwsEndpoints endpoints;

    private AwsStandinsProcess(Process process, ClassArchive archive, AwsEndpoints endpoints) {
        this.process = process;
        this.archive = archive;
        this.endpoints = endpoints;
    }

    /** Starts them and returns when all of them serve. */
    public static AwsStandinsProcess start(Path dataFolder) throws IOException {
        var ports = new StickyPorts(dataFolder);
        Path log = dataFolder.resolve("aws-standins.log");
        String classPath = StandinsClassPath.find();
        var archive = ClassArchive.of(classPath);
        Process process = new ProcessBuilder(command(classPath, archive, dataFolder, ports))
                .redirectError(log.toFile())
                .start();
        try {
            JsonNode ready = readyLine(process)
                    .get(READY_WITHIN_SECONDS, TimeUnit.SECONDS)
                    .orElseThrow(() -> new IOException("The AWS stand-ins did not start:\n" + tail(log)));
            return new AwsStandinsProcess(process, archive, endpoints(ready));
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException("The AWS stand-ins did not start:\n" + tail(log), e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    public AwsEndpoints endpoints() {
        return endpoints;
    }

    public AwsStandinsControl control() {
        return new AwsStandinsControl(endpoints.api());
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            int seconds = archive.isBeingWritten() ? ARCHIVED_WITHIN_SECONDS : END_WITHIN_SECONDS;
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            } else if (process.exitValue() == 0) {
                archive.keep();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> command(String classPath, ClassArchive archive, Path folder, StickyPorts ports) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // starting is all that matters: no optimising compiler, one collector thread, classes from an archive
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx384m",
                archive.option(),
                // the JVM's own warnings about the archive would go to stdout
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                MAIN,
                folder.toAbsolutePath().toString(),
                Integer.toString(ports.port("s3")),
                Integer.toString(ports.port("sqs")),
                Integer.toString(ports.port("api")));
    }

    /** The ready line, or nothing where stdout ended before it. Reads on to the end, so that the child never blocks. */
    private static CompletableFuture<Optional<JsonNode>> readyLine(Process process) {
        var ready = new CompletableFuture<Optional<JsonNode>>();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("{")) {
                        ready.complete(Optional.of(JSON.readTree(line)));
                    }
                }
                ready.complete(Optional.empty());
            } catch (IOException e) {
                ready.completeExceptionally(e);
            }
        });
        return ready;
    }

    private static AwsEndpoints endpoints(JsonNode ready) {
        return new AwsEndpoints(
                URI.create(ready.path("s3").asText()),
                URI.create(ready.path("sqs").asText()),
                URI.create(ready.path("api").asText()),
                ready.path("account").asText(),
                ready.path("region").asText());
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()).stream()
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return "no log at " + log;
        }
    }
}
