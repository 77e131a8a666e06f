package io.keywatch.app.embedded;

import java.net.URI;

/**
 * Broker, registry and index inside this process. Close it after everything that talks to it: a rebalancing Streams
 * thread without a broker spins.
 */
public interface EmbeddedStack extends AutoCloseable {
    String bootstrapServers();

    /** An address the Confluent client takes, {@code mock://} included. */
    URI registry();

    URI openSearch();

    @Override
    void close();
}
