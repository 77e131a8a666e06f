package io.keywatch.app.service;

import io.keywatch.app.settings.KeyFile;
import io.keywatch.app.settings.Settings;
import io.keywatch.schemas.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The organisation's key for fingerprints. The service never makes one up: after a restart all would look new. */
final class FingerprintKey {
    private FingerprintKey() {}

    /**
     * The file of the settings, else the environment; on the embedded stack a key kept beside its data.
     *
     * @throws IllegalStateException saying what to do when there is none
     */
    static Fingerprint of(Settings settings) {
        try {
            if (settings.fingerprintKey().isPresent()) {
                return Fingerprint.fromFile(settings.fingerprintKey().get());
            }
            String given = System.getenv(Fingerprint.ENVIRONMENT);
            if (given != null && !given.isBlank()) {
                return Fingerprint.parse(given);
            }
            if (settings.embedded()) {
                return kept(settings.dataDir().resolve("fingerprint.key"));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the fingerprint key cannot be read: " + e.getMessage(), e);
        }
        throw new IllegalStateException("there is no fingerprint key: run `keywatch config new-key FILE` and set"
                + " fingerprint.keyFile, or set " + Fingerprint.ENVIRONMENT);
    }

    private static Fingerprint kept(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            KeyFile.create(file);
        }
        return Fingerprint.fromFile(file);
    }
}
