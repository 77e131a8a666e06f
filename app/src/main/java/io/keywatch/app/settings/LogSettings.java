package io.keywatch.app.settings;

import java.util.List;

/** What is logged and how; lines go to standard error. */
public record LogSettings(LogFormat format, Level level) {
    /** Least severity that is logged. DEBUG concerns Keywatch's own classes only: clients would log payload. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    static LogSettings read(Section section) {
        return new LogSettings(
                section.choice(
                        "format",
                        LogFormat.AUTO,
                        List.of(LogFormat.values()),
                        "`auto` is text on a terminal and one JSON object a line elsewhere."),
                section.choice(
                        "level",
                        Level.INFO,
                        List.of(Level.values()),
                        "Least severity that is logged; `debug` for Keywatch's own classes only."));
    }
}
