package io.keywatch.app;

import io.keywatch.app.cli.KeywatchCommand;
import io.keywatch.app.log.Logging;

/** The executable. */
public final class Keywatch {
    private Keywatch() {}

    public static void main(String[] args) {
        Logging.prepare();
        System.exit(KeywatchCommand.execute(args));
    }
}
