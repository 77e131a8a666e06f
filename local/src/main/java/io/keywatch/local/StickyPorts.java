package io.keywatch.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free loopback ports that a data folder keeps: a broker or an index that comes back on the same folder comes back on
 * the same port, so that clients which outlived it find it again. A port that somebody else took meanwhile is replaced.
 */
final class StickyPorts {
    // below the range from which Linux hands out outgoing ports (32768 and up): nobody takes one between look and bind
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;
    private static final String FILE = "ports.properties";

    /** What this process was told of: parts that start at once look before any of them binds. */
    private static final Set<Integer> TOLD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final Properties ports = new Properties();

    StickyPorts(Path folder) {
        try {
            Files.createDirectories(folder);
            file = folder.resolve(FILE);
            if (Files.exists(file)) {
                try (var in = Files.newBufferedReader(file)) {
                    ports.load(in);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port(String name) {
        String kept = ports.getProperty(name);
        if (kept != null && isFree(Integer.parseInt(kept))) {
            TOLD.add(Integer.parseInt(kept));
            return Integer.parseInt(kept);
        }
        int fresh = anyFreePort();
        ports.setProperty(name, Integer.toString(fresh));
        try (var out = Files.newBufferedWriter(file)) {
            ports.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fresh;
    }

    private int anyFreePort() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int candidate = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (!ports.containsValue(Integer.toString(candidate)) && TOLD.add(candidate) && isFree(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
