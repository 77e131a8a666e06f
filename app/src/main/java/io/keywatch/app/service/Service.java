package io.keywatch.app.service;

import io.keywatch.app.admin.AdminServer;
import io.keywatch.app.admin.Metrics;
import io.keywatch.app.admin.Readiness;
import io.keywatch.app.embedded.EmbeddedStackProvider;
import io.keywatch.app.settings.Role;
import io.keywatch.app.settings.Settings;
import io.keywatch.schemas.SchemaIds;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running process: started as a whole or not at all, awaited, closed once and in order. What reads from outside is
 * closed first and what others write to last, so that nothing under way is lost on the way.
 */
public final class Service implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private record Closing(String name, AutoCloseable part) {}

    /** In the order of starting; closed from the end. */
    private final Deque<Closing> opened = new ArrayDeque<>();

    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Throwable> death = new CompletableFuture<>();
    private volatile boolean started;
    private volatile Optional<URI> admin = Optional.empty();
    private boolean closed;

    private Service() {}

    /**
     * Starts everything the settings ask for.
     *
     * @throws IllegalStateException when something outside is missing or does not fit; nothing is left running
     */
    public static Service start(Settings settings) throws IOException {
        Service service = new Service();
        try {
            service.open(settings);
            return service;
        } catch (RuntimeException | IOException e) {
            service.close();
            throw e;
        }
    }

    /** Where the admin endpoints answer. */
    public URI admin() {
        return admin.orElseThrow(() -> new IllegalStateException("not started"));
    }

    public Readiness readiness() {
        Map<String, Optional<String>> state = new TreeMap<>();
        if (!started) {
            state.put("service", Optional.of("starting"));
        }
        parts.forEach(part -> state.putAll(part.state()));
        return new Readiness(state);
    }

    /** Blocks until a part cannot go on; returns its failure. */
    public Throwable awaitDeath() {
        return death.join();
    }

    private void open(Settings given) throws IOException {
        Metrics metrics = opened("metrics", new Metrics());
        AdminServer server = opened("admin", AdminServer.start(given.admin(), metrics.registry(), this::readiness));
        admin = Optional.of(server.address());
        LOG.info("admin endpoints at {}", server.address());

        Settings settings = given;
        if (given.embedded()) {
            settings = given.onto(opened(
                    "embedded stack",
                    EmbeddedStackProvider.find().start(given.dataDir().resolve("embedded"))));
        }
        prepareTopics(settings);
        SchemaIds ids = new SchemaIds(Registries.connect(settings.registry()));
        ids.registerAll();

        Roles roles = opened("clients", new Roles(settings, ids, metrics.registry(), this::died));
        for (Role role : Roles.STARTING_ORDER) {
            if (settings.roles().contains(role)) {
                for (Part part : roles.start(role)) {
                    parts.add(opened(role.name().toLowerCase(java.util.Locale.ROOT), part));
                }
            }
        }
        started = true;
        LOG.info("started: {}", settings.roles());
    }

    private static void prepareTopics(Settings settings) {
        try (Admin client = Admin.create(settings.kafka().client())) {
            KafkaTopics topics = new KafkaTopics(client, settings.topics());
            if (settings.topics().create()) {
                List<String> made = topics.create();
                if (!made.isEmpty()) {
                    LOG.info("made topics {}", made);
                }
            }
            topics.look().forEach((name, standing) -> {
                switch (standing) {
                    case KafkaTopics.Standing.Fits fits -> LOG.debug("{} fits: {}", name, fits);
                    case KafkaTopics.Standing.Missing() ->
                        throw new IllegalStateException("topic " + name + " is missing; run `keywatch topics create`");
                    case KafkaTopics.Standing.Differs differs -> {
                        String what = "topic " + name + ": " + String.join("; ", differs.differences());
                        if (differs.fatal()) {
                            throw new IllegalStateException(what);
                        }
                        LOG.warn("{}", what);
                    }
                }
            });
        }
    }

    private <C extends AutoCloseable> C opened(String name, C part) {
        opened.addLast(new Closing(name, part));
        return part;
    }

    private void died(Throwable failure) {
        death.complete(failure);
    }

    /** Idempotent; a part that fails to close does not keep the others open. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        started = false;
        while (!opened.isEmpty()) {
            Closing last = opened.removeLast();
            LOG.debug("closing {}", last.name());
            try {
                last.part().close();
            } catch (Exception e) {
                LOG.warn("{} did not close cleanly", last.name(), e);
            }
        }
    }
}
