package io.keywatch.app.cli;

import java.io.BufferedWriter;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Standard output is not ours to close; what could not be written is an error nonetheless. */
final class Uncloseable extends FilterWriter {
    private final PrintWriter target;

    private Uncloseable(PrintWriter target) {
        super(target);
        this.target = target;
    }

    static Writer of(PrintWriter target) {
        return new BufferedWriter(new Uncloseable(target));
    }

    @Override
    public void close() throws IOException {
        if (target.checkError()) {
            throw new IOException("standard output was closed before everything was written");
        }
    }
}
