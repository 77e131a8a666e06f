package io.keywatch.local;

import java.util.List;
import java.util.logging.Logger;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;

/** Broker and index start with some hundred lines: keep their warnings only, unless the log configuration names them. */
final class QuietLogs {
    private static final List<String> AT_WARN = List.of(
            "org.apache.kafka",
            "kafka",
            "state.change.logger",
            "org.opensearch",
            "org.apache.lucene",
            "io.netty",
            "org.apache.fory");
    // says once per start what is meant so here: a fresh log, one node, no bootstrap checks
    private static final List<String> AT_ERROR = List.of(
            "org.apache.kafka.controller.QuorumController",
            "org.apache.kafka.common.utils.AppInfoParser",
            "org.opensearch.bootstrap",
            "org.opensearch.gateway.DanglingIndicesState",
            "org.opensearch.deprecation",
            "org.opensearch.node.Node",
            // two applications ask for the transaction log at once
            "kafka.server.DefaultAutoTopicCreationManager",
            // a transaction that waits for the one before it is retried, as it should be
            "org.apache.kafka.clients.producer.internals.Sender",
            // temporary folders are what the demo and the tests want
            "org.apache.kafka.streams.processor.internals.StateDirectory",
            // a second node in one JVM cannot put its id into the first one's log lines
            "org.opensearch.cluster.service.ClusterApplierService");

    // Lucene logs through java.util.logging: held here, since that keeps its loggers by weak references only
    private static final Logger LUCENE_START = Logger.getLogger("org.apache.lucene.internal.vectorization");

    private QuietLogs() {}

    static synchronized void apply() {
        LUCENE_START.setLevel(java.util.logging.Level.SEVERE);
        if (!(LogManager.getContext(false) instanceof LoggerContext context)) {
            return;
        }
        Configuration configuration = context.getConfiguration();
        AT_WARN.forEach(name -> quieten(configuration, name, Level.WARN));
        AT_ERROR.forEach(name -> quieten(configuration, name, Level.ERROR));
        context.updateLoggers();
    }

    private static void quieten(Configuration configuration, String name, Level level) {
        if (!configuration.getLoggers().containsKey(name)) {
            configuration.addLogger(name, new LoggerConfig(name, level, true));
        }
    }
}
