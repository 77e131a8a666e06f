package io.keywatch.app.settings;

/** How log lines look. AUTO is TEXT on a terminal and JSON elsewhere. */
public enum LogFormat {
    AUTO,
    JSON,
    TEXT
}
