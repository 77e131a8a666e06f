package io.keywatch.app.log;

import io.keywatch.app.settings.LogFormat;
import io.keywatch.app.settings.LogSettings;
import java.io.Console;
import java.util.Locale;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Chooses between the appenders of {@code log4j2.xml} through the system properties it reads. Lines go to standard
 * error, because standard output belongs to the commands' results.
 */
public final class Logging {
    private static final String FORMAT = "keywatch.log.format";
    private static final String LEVEL = "keywatch.log.level";

    private Logging() {}

    /** Call before the first logger is made: no log4j class is touched. */
    public static void prepare() {
        // the registry client and the AWS SDK find slf4j by themselves; nothing else may take over java.util.logging
        System.setProperty("log4j2.shutdownHookEnabled", "false");
        System.setProperty(FORMAT, isTerminal() ? "text" : "json");
        System.setProperty(LEVEL, "info");
    }

    /** Commands that people read want warnings only, as text. */
    public static void forShortCommand() {
        System.setProperty(FORMAT, "text");
        System.setProperty(LEVEL, "warn");
    }

    /**
     * A command that reports every trouble itself: libraries are not asked, and log4j, which takes a third of its start,
     * is not made.
     */
    public static void silent() {
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        // or it says that it was told to
        System.setProperty("slf4j.internal.verbosity", "ERROR");
    }

    public static void apply(LogSettings settings) {
        if (settings.format() != LogFormat.AUTO) {
            System.setProperty(FORMAT, settings.format().name().toLowerCase(Locale.ROOT));
        }
        System.setProperty(LEVEL, settings.level().name().toLowerCase(Locale.ROOT));
        Configurator.reconfigure();
    }

    /** Last lines out; the process ends. */
    public static void flush() {
        LogManager.shutdown();
    }

    /** Whether both standard input and output are one. */
    public static boolean isTerminal() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
}
