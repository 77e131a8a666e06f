package io.keywatch.app.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What is left out below a folder: patterns of the command line before those of {@value #FILE} files, the deeper file
 * before the upper one, and in each the last line that matches. Immutable.
 */
public final class IgnoreScope {
    public static final String FILE = ".keywatchignore";

    /** A list of names; what is larger is something else. */
    static final int MAX_BYTES = 1 << 20;

    private final List<IgnorePattern> given;
    private final Path root;
    private final @Nullable IgnoreScope outer;
    private final Path folder;
    private final List<IgnorePattern> own;

    private IgnoreScope(
            List<IgnorePattern> given, Path root, @Nullable IgnoreScope outer, Path folder, List<IgnorePattern> own) {
        this.given = given;
        this.root = root;
        this.outer = outer;
        this.folder = folder;
        this.own = own;
    }

    /** @param patterns of the command line, relative to the folder that the caller named */
    static IgnoreScope at(Path root, List<String> patterns) {
        return new IgnoreScope(parse(patterns), root, null, root, List.of());
    }

    /**
     * With what the folder's own file says.
     *
     * @throws IOException where there is such a file that cannot be read
     */
    IgnoreScope within(Path inner) throws IOException {
        Path file = inner.resolve(FILE);
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException usual) {
            return this;
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException(FILE + " is over the limit of " + MAX_BYTES + " bytes");
        }
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        return new IgnoreScope(given, root, this, inner, parse(lines));
    }

    boolean leavesOut(Path path, boolean isFolder) {
        Optional<Boolean> decided = decide(given, root, path, isFolder);
        for (IgnoreScope scope = this; decided.isEmpty() && scope != null; scope = scope.outer) {
            decided = decide(scope.own, scope.folder, path, isFolder);
        }
        return decided.orElse(false);
    }

    private static Optional<Boolean> decide(List<IgnorePattern> patterns, Path base, Path path, boolean isFolder) {
        if (patterns.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = StreamSupport.stream(base.relativize(path).spliterator(), false)
                .map(Path::toString)
                .toList();
        for (IgnorePattern pattern : patterns.reversed()) {
            if (pattern.matches(parts, isFolder)) {
                return Optional.of(!pattern.negated());
            }
        }
        return Optional.empty();
    }

    private static List<IgnorePattern> parse(List<String> lines) {
        List<IgnorePattern> patterns = new ArrayList<>();
        lines.forEach(line -> IgnorePattern.of(line).ifPresent(patterns::add));
        return List.copyOf(patterns);
    }
}
