package io.keywatch.local;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The class data archive of a class path, which makes a child JVM start in half the time. It lies beside the first jar
 * under a name that changes with the JDK and with every jar: a JVM that finds an archive of other jars does without, and
 * says nothing. The first child writes it when it ends, under another name until it is whole: with half an archive a JVM
 * does without its own too.
 */
final class ClassArchive {
    private static final String PREFIX = "classes-";

    private final Path archive;
    private final Path unfinished;
    private final boolean written;

    private ClassArchive(Path archive) {
        this.archive = archive;
        this.unfinished = archive.resolveSibling(
                archive.getFileName() + "." + ProcessHandle.current().pid());
        this.written = Files.exists(archive);
    }

    static ClassArchive of(String classPath) throws IOException {
        List<Path> jars = Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
        var fingerprint = new CRC32();
        fingerprint.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
        for (Path jar : jars) {
            String seen = jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar);
            fingerprint.update(seen.getBytes(StandardCharsets.UTF_8));
        }
        return new ClassArchive(
                jars.getFirst().resolveSibling(PREFIX + Long.toHexString(fingerprint.getValue()) + ".jsa"));
    }

    /** For the command line of the child. */
    String option() {
        return written ? "-XX:SharedArchiveFile=" + archive : "-XX:ArchiveClassesAtExit=" + unfinished;
    }

    boolean isBeingWritten() {
        return !written;
    }

    /** Call it when the child ended well. Archives of earlier jars go. */
    void keep() throws IOException {
        if (written || !Files.exists(unfinished)) {
            return;
        }
        Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (Stream<Path> files = Files.list(archive.resolveSibling("."))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(PREFIX) && name.endsWith(".jsa") && !file.endsWith(archive.getFileName())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
