package io.keywatch.app.embedded;

import java.io.PrintWriter;
import java.util.ServiceLoader;

/** Plays the scripted organisation against the real service on the embedded stack. */
public interface DemoProvider {
    /**
     * @param once end when every expected finding is in the index
     * @param adminPort 0 takes a free one
     * @param terminal whether lines may be redrawn
     */
    record Options(boolean once, int adminPort, boolean terminal) {}

    /** Blocks. Returns the exit code: 0 when all that was expected was found and nothing else. */
    int run(Options options, PrintWriter out) throws Exception;

    /** @throws IllegalStateException when module `local` is not on the class path */
    static DemoProvider find() {
        return ServiceLoader.load(DemoProvider.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "the demo is not part of this installation; it comes with ./keywatch in a checkout"));
    }
}
