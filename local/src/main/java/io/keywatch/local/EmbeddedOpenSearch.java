package io.keywatch.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.index.mapper.MapperExtrasModulePlugin;
import org.opensearch.index.reindex.ReindexModulePlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.node.NodeValidationException;
import org.opensearch.painless.PainlessModulePlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/**
 * One OpenSearch node in this JVM, on loopback, with painless scripts, update-by-query and HTTP. Its folder keeps the
 * indices and the port. One process per folder.
 */
public final class EmbeddedOpenSearch implements AutoCloseable {
    private static final int CLOSE_SECONDS = 20;
    private static final String RECOVERED_WITHIN = "60s";

    private final URI url;
    private final Node node;

    private EmbeddedOpenSearch(URI url, Node node) {
        this.url = url;
        this.node = node;
    }

    /** Starts the node and returns when it answers HTTP and has its indices back. */
    public static EmbeddedOpenSearch start(Path dataFolder) throws IOException {
        QuietLogs.apply();
        var ports = new StickyPorts(dataFolder);
        int http = ports.port("http");
        var node = new PluggedNode(settings(dataFolder, http, ports.port("transport")));
        try {
            node.start();
            awaitKeptIndices(node);
        } catch (NodeValidationException e) {
            node.close();
            throw new IOException("OpenSearch refuses to start on " + dataFolder, e);
        }
        return new EmbeddedOpenSearch(URI.create("http://127.0.0.1:" + http), node);
    }

    public URI url() {
        return url;
    }

    @Override
    public void close() throws IOException {
        node.close();
        try {
            if (!node.awaitClose(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("OpenSearch still holds its files after " + CLOSE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A node answers before the shards of its folder are back, and then with 503. */
    private static void awaitKeptIndices(Node node) {
        node.client()
                .admin()
                .cluster()
                .prepareHealth()
                .setWaitForYellowStatus()
                .setWaitForNoInitializingShards(true)
                .setTimeout(RECOVERED_WITHIN)
                .get();
    }

    private static Settings settings(Path folder, int http, int transport) throws IOException {
        return Settings.builder()
                .put(
                        "path.home",
                        Files.createDirectories(folder.resolve("home")).toString())
                .put(
                        "path.data",
                        Files.createDirectories(folder.resolve("data")).toString())
                .put(
                        "path.logs",
                        Files.createDirectories(folder.resolve("logs")).toString())
                .put("cluster.name", "keywatch-local")
                .put("node.name", "local")
                .put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.type", "netty4")
                .put("http.port", http)
                .put("transport.type", "netty4")
                .put("transport.port", transport)
                // the thread pools are sized by it: two are enough beside a broker
                .put("node.processors", 2)
                // a laptop's disk is often fuller than a server's may be
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                // a typo in an index name must fail here as it would in production
                .put("action.auto_create_index", false)
                .put("monitor.jvm.gc.enabled", false)
                .build();
    }

    private static final class PluggedNode extends Node {
        PluggedNode(Settings settings) {
            super(
                    InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "local"),
                    List.of(
                            plugin(Netty4ModulePlugin.class),
                            plugin(PainlessModulePlugin.class),
                            plugin(MapperExtrasModulePlugin.class),
                            plugin(ReindexModulePlugin.class)),
                    true);
        }

        private static PluginInfo plugin(Class<? extends Plugin> type) {
            return new PluginInfo(
                    type.getSimpleName(),
                    type.getName(),
                    "class path",
                    Version.CURRENT,
                    Integer.toString(Runtime.version().feature()),
                    type.getName(),
                    null,
                    List.of(),
                    false);
        }
    }
}
