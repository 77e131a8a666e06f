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

    /** Of what a filter has let through as found. */
    static Finding finding(Emitted emitted) {
        return switch (emitted) {
            case Found(Finding finding) -> finding;
            case Hinted hinted -> throw new IllegalStateException("a clue among findings");
            case Counted counted -> throw new IllegalStateException("a call among findings");
        };
    }

    static Clue clue(Emitted emitted) {
        return switch (emitted) {
            case Hinted(Clue clue) -> clue;
            case Found found -> throw new IllegalStateException("a finding among clues");
            case Counted counted -> throw new IllegalStateException("a call among clues");
        };
    }

    static ApiCall call(Emitted emitted) {
        return switch (emitted) {
            case Counted(ApiCall call) -> call;
            case Found found -> throw new IllegalStateException("a finding among calls");
            case Hinted hinted -> throw new IllegalStateException("a clue among calls");
        };
    }
}
