package io.keywatch.local.demo;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A Keywatch command as an operator runs it: a process of its own, whose output goes to a file. */
final class KeywatchProcess {
    private static final String OWN_TESTS = "test-classes";

    private final Process process;
    private final Path output;

    private KeywatchProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static KeywatchProcess start(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xshare:auto",
                "-Xmx512m",
                // two cores carry the stack, the service and this test
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                "io.keywatch.app.Keywatch"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        // stack traces of what goes wrong
        builder.environment().put("KEYWATCH_DEBUG", "1");
        // the stand-ins take any credentials
        builder.environment().put("AWS_ACCESS_KEY_ID", "local");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "local");
        builder.environment().put("AWS_REGION", Trail.REGION);
        return new KeywatchProcess(builder.start(), output);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** As kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end, waits, and insists where that does not help. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(45, TimeUnit.SECONDS)) {
            kill();
        }
    }

    int await() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("the command did not end");
        }
        return process.exitValue();
    }

    /** The last lines of what it said. */
    String said() {
        try {
            List<String> lines = Files.readAllLines(output);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Without the tests' own log configuration, which would stand in for the product's. */
    private static String classPath() {
        String surefire = System.getProperty("surefire.test.class.path");
        String all = surefire == null ? System.getProperty("java.class.path") : surefire;
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith(OWN_TESTS) && !entry.endsWith(OWN_TESTS + File.separator))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
