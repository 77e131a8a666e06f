package io.keywatch.app.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files under the given paths, one after the other, folders in the order of their names. A path that is a symbolic
 * link is followed; links inside a folder are not, so that loops and what lies outside stay out, and are counted.
 */
public final class FileTree implements Iterator<FileTree.Entry> {
    /** A file to read, or what stands where none can be read. */
    public record Entry(Path path, Optional<String> trouble) {}

    /** @param scope null where nothing is left out */
    private record Place(Path path, boolean given, @Nullable IgnoreScope scope) {}

    private final Deque<Place> ahead = new ArrayDeque<>();
    private int linksSkipped;
    private int leftOut;
    private @Nullable Entry next;

    /** All of it. */
    public FileTree(List<Path> roots) {
        roots.forEach(root -> ahead.addLast(new Place(root, true, null)));
    }

    /** Without what the patterns and the {@value IgnoreScope#FILE} files say. */
    public FileTree(List<Path> roots, List<String> excludes) {
        roots.forEach(root -> ahead.addLast(new Place(root, true, IgnoreScope.at(root, excludes))));
    }

    /** Known once the iteration is over. */
    public int linksSkipped() {
        return linksSkipped;
    }

    /** Files, and folders with all in them, left out so far. */
    public int leftOut() {
        return leftOut;
    }

    @Override
    public boolean hasNext() {
        while (next == null && !ahead.isEmpty()) {
            next = enter(ahead.removeFirst());
        }
        return next != null;
    }

    @Override
    public Entry next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Entry entry = next;
        next = null;
        return entry;
    }

    private @Nullable Entry enter(Place place) {
        Path path = place.path();
        try {
            BasicFileAttributes attributes = place.given()
                    ? Files.readAttributes(path, BasicFileAttributes.class)
                    : Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            IgnoreScope scope = place.scope();
            if (!place.given() && scope != null && scope.leavesOut(path, attributes.isDirectory())) {
                leftOut++;
                return null;
            }
            if (attributes.isRegularFile()) {
                return new Entry(path, Optional.empty());
            }
            if (attributes.isDirectory()) {
                pushChildren(path, scope == null ? null : scope.within(path));
                return null;
            }
            if (attributes.isSymbolicLink()) {
                linksSkipped++;
                return null;
            }
            return new Entry(path, Optional.of("not a regular file"));
        } catch (IOException e) {
            return new Entry(path, Optional.of(causeOf(e)));
        }
    }

    private void pushChildren(Path folder, @Nullable IgnoreScope scope) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        children.sort(Comparator.comparing((Path child) -> child.getFileName().toString())
                .reversed());
        children.forEach(child -> ahead.addFirst(new Place(child, false, scope)));
    }

    /** For people; the path is said beside it. */
    public static String causeOf(IOException e) {
        return switch (e) {
            case NoSuchFileException absent -> "no such file or folder";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemLoopException loop -> "a loop of links";
            default -> {
                String message = e.getMessage();
                yield message == null ? e.getClass().getSimpleName() : message;
            }
        };
    }
}
