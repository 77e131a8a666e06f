package io.keywatch.app.service;

import io.keywatch.app.log.Logging;
import io.keywatch.app.settings.Option;
import io.keywatch.app.settings.Settings;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service as the one thing this process does: until SIGTERM or SIGINT, or until a part cannot go on. */
public final class ServiceProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);

    private ServiceProcess() {}

    /**
     * Blocks. Returns only when a part could not go on; on a signal the process ends from the shutdown hook.
     *
     * @param options as they were read, secrets masked, for the log
     */
    public static void run(Settings settings, List<Option> options) throws IOException {
        LOG.info(
                "settings that differ from the defaults: {}",
                options.stream()
                        .filter(option -> !option.effective().equals(option.defaultText()))
                        .map(option -> option.path() + "=" + option.effective())
                        .collect(Collectors.joining(", ")));
        Service service = Service.start(settings);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    service.close();
                    LOG.info("stopped");
                    Logging.flush();
                }));
        Throwable failure = service.awaitDeath();
        LOG.error("the service ends: {}", failure.toString());
        service.close();
    }
}
