package io.keywatch.local;

import io.keywatch.app.embedded.EmbeddedStackProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Broker, registry and index for {@code run} with {@code embedded: true}; AWS stays wherever the settings say. */
public final class EmbeddedBackbone implements EmbeddedStackProvider {
    @Override
    public io.keywatch.app.embedded.EmbeddedStack start(Path folder) throws IOException {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
            opened.push(kafka);
            SchemaRegistryServer registry = SchemaRegistryServer.start(folder.resolve("registry"));
            opened.push(registry);
            EmbeddedOpenSearch openSearch = EmbeddedOpenSearch.start(folder.resolve("opensearch"));
            opened.push(openSearch);
            return new Running(kafka, registry, openSearch, opened);
        } catch (Exception e) {
            IOException failed = new IOException("the embedded stack did not start", e);
            closeAll(opened, failed);
            throw failed;
        }
    }

    private record Running(
            EmbeddedKafka kafka, SchemaRegistryServer schemas, EmbeddedOpenSearch index, Deque<AutoCloseable> opened)
            implements io.keywatch.app.embedded.EmbeddedStack {
        @Override
        public String bootstrapServers() {
            return kafka.bootstrapServers();
        }

        @Override
        public URI registry() {
            return schemas.url();
        }

        @Override
        public URI openSearch() {
            return index.url();
        }

        @Override
        public void close() {
            IOException failed = new IOException("the embedded stack did not close wholly");
            closeAll(opened, failed);
            if (failed.getSuppressed().length > 0) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private static void closeAll(Deque<AutoCloseable> opened, IOException failed) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failed.addSuppressed(e);
            }
        }
    }
}
