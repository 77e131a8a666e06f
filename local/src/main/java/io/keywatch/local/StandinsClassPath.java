package io.keywatch.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the jars of the stand-ins. They are never on this JVM's class path: where they are says the system property
 * {@value #PROPERTY}, or else the repository that the working directory is in.
 *
 * <p>Jars only and always in one order: a class data archive is refused for directories and for another order.
 */
final class StandinsClassPath {
    static final String PROPERTY = "keywatch.standins.classpath";
    private static final String BUILT = "local/aws-standins/target";

    private StandinsClassPath() {}

    static String find() throws IOException {
        String told = System.getProperty(PROPERTY);
        if (told != null) {
            return Stream.of(told.split(File.pathSeparator))
                    .flatMap(StandinsClassPath::expand)
                    .collect(Collectors.joining(File.pathSeparator));
        }
        Path target = built().orElseThrow(() -> new IOException("No stand-ins: set -D" + PROPERTY
                + " or build them with 'mvn package -pl local/aws-standins' and start below the repository"));
        return Stream.concat(jars(target), jars(target.resolve("lib"))).collect(Collectors.joining(File.pathSeparator));
    }

    private static Optional<Path> built() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path target = at.resolve(BUILT);
            if (Files.isDirectory(target.resolve("lib"))) {
                return Optional.of(target);
            }
        }
        return Optional.empty();
    }

    private static Stream<String> expand(String entry) {
        return entry.endsWith("*") ? jars(Path.of(entry.substring(0, entry.length() - 1))) : Stream.of(entry);
    }

    private static Stream<String> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> jars = files.map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .sorted()
                    .toList();
            return jars.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
