package io.keywatch.app.settings;

/**
 * One thing wrong with a settings file.
 *
 * @param path where, as {@code kafka.bootstrap}; empty for the file as a whole
 * @param message what, with the offending value unless it may be secret
 */
public record Problem(String path, String message) {
    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
