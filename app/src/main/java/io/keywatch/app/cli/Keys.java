package io.keywatch.app.cli;

import io.keywatch.schemas.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where commands take the fingerprint key from. */
final class Keys {
    private Keys() {}

    /** The file, else the environment, else a key that lives as long as the process. */
    static Fingerprint forShortCommand(@Nullable Path file) throws IOException {
        if (file != null) {
            return Fingerprint.fromFile(file);
        }
        String given = System.getenv(Fingerprint.ENVIRONMENT);
        return given == null || given.isBlank() ? Fingerprint.ephemeral() : Fingerprint.parse(given);
    }
}
