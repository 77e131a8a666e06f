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
        if (emitted instanceof Found(Finding finding)) {
            return finding;
        }
        throw lost(emitted, "findings");
    }

    static Clue clue(Emitted emitted) {
        if (emitted instanceof Hinted(Clue clue)) {
            return clue;
        }
        throw lost(emitted, "clues");
    }

    static Lead lead(Emitted emitted) {
        if (emitted instanceof Led(Lead lead)) {
            return lead;
        }
        throw lost(emitted, "leads");
    }

    static ApiCall call(Emitted emitted) {
        if (emitted instanceof Counted(ApiCall call)) {
            return call;
        }
        throw lost(emitted, "calls");
    }

    private static IllegalStateException lost(Emitted emitted, String among) {
        return new IllegalStateException(emitted.getClass().getSimpleName() + " among " + among);
    }
}
