package io.keywatch.standins;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * All AWS stand-ins in one JVM: {@code AwsStandins DATA-FOLDER S3-PORT SQS-PORT API-PORT}, where port 0 takes any free one.
 * When all of them serve it prints one line of JSON with their endpoints to stdout, and nothing else there. It ends when
 * its stdin closes, so that it cannot outlive whoever started it.
 */
public final class AwsStandins {
    // twelve digits that AWS's own documentation uses
    static final String ACCOUNT = "111122223333";
    static final String REGION = "us-east-1";
    // an orderly end takes less than a second; writing a class archive 5 s, and much longer on a busy machine
    private static final int MAX_EXIT_SECONDS = 120;
    // Tomcat logs through java.util.logging: held, since that keeps its loggers by weak references only
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    private AwsStandins() {}

    public static void main(String[] args) throws Exception {
        PrintStream stdout = System.out;
        System.setOut(System.err);
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // Spring Boot would set up logging anew, to stdout
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        TOMCAT.setLevel(Level.WARNING);
        // before any thread: what is logged while another one sets logging up is lost, with a complaint
        LoggerFactory.getILoggerFactory();
        if (args.length != 4) {
            System.err.println("usage: AwsStandins DATA-FOLDER S3-PORT SQS-PORT API-PORT");
            System.exit(2);
        }
        Path data = Files.createDirectories(Path.of(args[0]));
        try {
            stdout.println(WireFormat.JSON_MAPPER.writeValueAsString(
                    start(data, Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]))));
            stdout.flush();
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
        awaitEndOfInput();
        Thread.ofPlatform().daemon().start(AwsStandins::haltLater);
        System.exit(0);
    }

    private static Map<String, Object> start(Path data, int s3Port, int sqsPort, int apiPort)
            throws IOException, ExecutionException, InterruptedException {
        Map<String, Long> millis = new ConcurrentHashMap<>();
        var s3 = inParallel("s3", millis, () -> S3Standin.start(folder(data, "s3"), s3Port, REGION));
        var sqs = inParallel("sqs", millis, () -> SqsStandin.start(folder(data, "sqs"), sqsPort, ACCOUNT, REGION));
        URI api = AwsApi.start(apiPort, sqs, ACCOUNT);
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("s3", s3.get().toString());
        ready.put("sqs", sqs.get().toString());
        ready.put("api", api.toString());
        ready.put("account", ACCOUNT);
        ready.put("region", REGION);
        ready.put("pid", ProcessHandle.current().pid());
        ready.put("millis", millis);
        return ready;
    }

    private static Path folder(Path data, String name) throws IOException {
        return Files.createDirectories(data.resolve(name)).toAbsolutePath();
    }

    private static FutureTask<URI> inParallel(String name, Map<String, Long> millis, Callable<URI> start) {
        long begun = System.nanoTime();
        var task = new FutureTask<>(() -> {
            URI uri = start.call();
            millis.put(name, (System.nanoTime() - begun) / 1_000_000);
            return uri;
        });
        Thread.ofPlatform().name("start-" + name).start(task);
        return task;
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // nothing is expected: only the end counts
        }
    }

    private static void haltLater() {
        try {
            Thread.sleep(MAX_EXIT_SECONDS * 1000L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(3);
    }
}
