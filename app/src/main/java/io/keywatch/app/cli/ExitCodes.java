package io.keywatch.app.cli;

/** What commands tell their callers. */
final class ExitCodes {
    static final int OK = 0;
    /** The command worked and what it looked for is there: findings, problems, missing topics. */
    static final int FOUND = 1;
    /** The command did not work: arguments, settings, files, network. */
    static final int ERROR = 2;

    private ExitCodes() {}
}
