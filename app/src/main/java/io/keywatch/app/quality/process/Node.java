package io.keywatch.app.quality.process;

import io.keywatch.app.quality.Actor;
import io.keywatch.app.quality.SecretRef;
import java.util.ArrayList;
import java.util.List;

/** A principal as a point process: its edges, its rhythm, its habits. */
final class Node {
    final Actor actor;
    final String region;
    int community;
    /** Neighbours in order of taste: rank r is drawn with weight r^-zipf. */
    final List<SecretRef> edges = new ArrayList<>();

    final double zipf;
    /** Immigrants of the process per day. */
    final double rate;
    /** Expected direct offspring of an arrival, below 1 so that a burst ends. */
    final double branching;

    final double offspringSeconds;
    /** 0 is a machine that never sleeps, 1 a creature of day and week. */
    final double season;

    final double phaseHours;
    /** Probability that a read leaves the edges. */
    final double curiosity;
    /** Sweeps over all edges per day; 0 for nearly everybody. */
    final double sweeps;
    /** Cumulative weights of the next action, by the one before. */
    final List<double[]> chain;

    final double refused;
    final boolean instance;
    final String agent;
    final List<String> addresses = new ArrayList<>();
    /** Concentration of the restaurant process over addresses. */
    final double wanders;

    final double sessionHours;
    /** Just read something outside its edges, and is likely to do so again. */
    boolean exploring;

    final int born;
    final int gone;

    Node(Actor actor, String region, int community, Traits traits) {
        this.actor = actor;
        this.region = region;
        this.community = community;
        this.zipf = traits.zipf();
        this.rate = traits.rate();
        this.branching = traits.branching();
        this.offspringSeconds = traits.offspringSeconds();
        this.season = traits.season();
        this.phaseHours = traits.phaseHours();
        this.curiosity = traits.curiosity();
        this.sweeps = traits.sweeps();
        this.chain = traits.chain();
        this.refused = traits.refused();
        this.instance = traits.instance();
        this.agent = traits.agent();
        this.wanders = traits.wanders();
        this.sessionHours = traits.sessionHours();
        this.born = traits.born();
        this.gone = traits.gone();
    }

    Actor actor() {
        return actor;
    }

    /** Between 0 and 1: where this hour stands in the principal's day and week. */
    double intensity(double hours) {
        double day = 0.5 + 0.5 * Math.cos((hours - phaseHours) * 2 * Math.PI / 24);
        // Hour 60 of a week that starts on Monday is Wednesday noon.
        double week = 0.5 + 0.5 * Math.cos((hours - 60) * 2 * Math.PI / 168);
        double wave = Math.pow(day, 2) * (0.15 + 0.85 * week);
        return 1 - season + season * wave;
    }
}
