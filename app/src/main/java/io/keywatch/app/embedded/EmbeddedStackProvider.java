package io.keywatch.app.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** Starts the embedded stack. */
public interface EmbeddedStackProvider {
    /** Blocks until clients are served; data under the folder survives a restart on it. */
    EmbeddedStack start(Path folder) throws IOException;

    /** @throws IllegalStateException when module `local` is not on the class path */
    static EmbeddedStackProvider find() {
        return ServiceLoader.load(EmbeddedStackProvider.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "the embedded stack is not part of this installation; it comes with ./keywatch in a checkout"));
    }
}
