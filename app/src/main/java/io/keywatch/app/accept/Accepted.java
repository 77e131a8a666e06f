package io.keywatch.app.accept;

import io.keywatch.detect.scan.Match;
import java.util.Optional;

/** All that was accepted before a scan. Immutable. */
public record Accepted(Baseline baseline, Suppressions suppressions) {
    public static final Accepted NOTHING = new Accepted(Baseline.EMPTY, Suppressions.NONE);

    /** What people wrote down with a reason comes before what merely was there. */
    public Optional<Acceptance> of(String file, Match match) {
        String path = Scope.path(file);
        Optional<Acceptance> written = suppressions.of(path, match);
        return written.isPresent() ? written : baseline.of(path, match);
    }
}
