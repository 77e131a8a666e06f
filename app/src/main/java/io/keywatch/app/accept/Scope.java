package io.keywatch.app.accept;

import java.nio.file.Path;

/** Paths as files of accepted findings name them: the same from one run to the next. */
final class Scope {
    private Scope() {}

    /** Relative to the working folder where it lies below, with {@code /} between folders. */
    static String path(String file) {
        Path path = Path.of(file).normalize();
        Path here = Path.of("").toAbsolutePath();
        Path shown = path.isAbsolute() && path.startsWith(here) ? here.relativize(path) : path;
        return shown.toString().replace(java.io.File.separatorChar, '/');
    }
}
