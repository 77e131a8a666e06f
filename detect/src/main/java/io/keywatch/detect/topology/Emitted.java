package io.keywatch.detect.topology;

import io.keywatch.detect.correlate.Clue;
import io.keywatch.schemas.v1.Finding;

/** What the access processor sends on: findings by their id, clues by their join key. */
sealed interface Emitted {
    record Found(Finding finding) implements Emitted {}

    record Hinted(Clue clue) implements Emitted {}
}
