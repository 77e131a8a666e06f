package io.keywatch.app.settings;

import io.keywatch.schemas.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file with a new fingerprint key. */
public final class KeyFile {
    private KeyFile() {}

    /** Readable by its owner from its first byte on.
     *
     * @throws java.nio.file.FileAlreadyExistsException rather than overwrite: a lost key makes every secret look new
     */
    public static void create(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Fingerprint.newKeyLine(1) + "\n", StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
    }
}
