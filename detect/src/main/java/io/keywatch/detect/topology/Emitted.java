package io.keywatch.detect.topology;

import io.keywatch.detect.correlate.Clue;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;

/** What the access processor sends on: findings by their id, clues by their join key, calls that user
 * rules count by their family of correlations. */
sealed interface Emitted {
    record Found(Finding finding) implements Emitted {}

    record Hinted(Clue clue) implements Emitted {}

    record Counted(ApiCall call) implements Emitted {}
}
