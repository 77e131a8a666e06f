package io.keywatch.app.service;

import java.util.Map;
import java.util.Optional;

/** A started role. Closing lets what is under way finish within a bound. */
interface Part extends AutoCloseable {
    /** Reason why it cannot do its work now, by part name; empty where it can. */
    Map<String, Optional<String>> state();

    @Override
    void close();

    /** The same part, with something of its own to close after it. */
    default Part closing(Runnable after) {
        Part part = this;
        return new Part() {
            @Override
            public Map<String, Optional<String>> state() {
                return part.state();
            }

            @Override
            public void close() {
                part.close();
                after.run();
            }
        };
    }
}
