package io.keywatch.detect.topology;

import io.keywatch.detect.correlate.Clue;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Lead;

/** What the processors of the access topology send on: findings by their id, clues by their join key, leads by access
 * key or actor, calls that user rules count by their family of correlations. */
sealed interface Emitted {
    record Found(Finding finding) implements Emitted {}

    record Hinted(Clue clue) implements Emitted {}

    record Led(Lead lead) implements Emitted {}

    record Counted(ApiCall call) implements Emitted {}

    static Finding finding(Emitted emitted) {
        return emitted instanceof Found(Finding finding) ? finding : lost(emitted, "findings");
    }

    static Clue clue(Emitted emitted) {
        return emitted instanceof Hinted(Clue clue) ? clue : lost(emitted, "clues");
    }

    static Lead lead(Emitted emitted) {
        return emitted instanceof Led(Lead lead) ? lead : lost(emitted, "leads");
    }

    static ApiCall call(Emitted emitted) {
        return emitted instanceof Counted(ApiCall call) ? call : lost(emitted, "calls");
    }

    private static <T> T lost(Emitted emitted, String among) {
        throw new IllegalStateException(emitted.getClass().getSimpleName() + " among " + among);
    }
}
