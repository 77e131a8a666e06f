package io.keywatch.app.service;

import java.util.Map;
import java.util.Optional;

/** A started role. Closing lets what is under way finish within a bound. */
interface Part extends AutoCloseable {
    /** Reason why it cannot do its work now, by part name; empty where it can. */
    Map<String, Optional<String>> state();

    @Override
    void close();
}
