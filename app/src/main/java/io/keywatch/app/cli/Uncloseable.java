package io.keywatch.app.cli;

import java.io.BufferedWriter;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Standard output is not ours to close; what could not be written is an error nonetheless. */
final class Uncloseable extends FilterWriter {
    private final PrintWriter target;

    private Uncloseable(PrintWriter target) {
        super(target);
        this.target = target;
    }

    /** The file, or standard output where none is given. */
    static Writer fileOr(@Nullable Path file, PrintWriter standard) throws IOException {
        return file == null ? new BufferedWriter(new Uncloseable(standard)) : Files.newBufferedWriter(file);
    }

    @Override
    public void close() throws IOException {
        if (target.checkError()) {
            throw new IOException("standard output was closed before everything was written");
        }
    }
}
