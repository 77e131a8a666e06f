package io.keywatch.app.quality.judge;

import java.util.Set;

/**
 * A finding with the score it is ranked by.
 *
 * @param attacks numbers of the attacks it is evidence of; none makes it false
 */
public record Scored(double score, int day, Set<Integer> attacks) {
    boolean hit() {
        return !attacks.isEmpty();
    }
}
