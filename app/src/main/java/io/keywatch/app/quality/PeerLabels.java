package io.keywatch.app.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** The peer labels a detector is told: the true team for most, somebody else's for the rest. */
public final class PeerLabels {
    /** Share of wrong labels that the acceptance target names. */
    public static final double WRONG = 0.15;

    private PeerLabels() {}

    /** Principal id to team name. */
    public static Map<String, String> of(List<Actor> actors, double wrong, long seed) {
        List<String> teams =
                new ArrayList<>(new TreeSet<>(actors.stream().map(Actor::team).toList()));
        SplittableRandom random = new SplittableRandom(seed ^ 0x9e3779b97f4a7c15L);
        Map<String, String> labels = new HashMap<>();
        for (Actor actor : actors) {
            String label = actor.team();
            if (teams.size() > 1 && random.nextDouble() < wrong) {
                int other = random.nextInt(teams.size() - 1);
                label = teams.get(other >= teams.indexOf(actor.team()) ? other + 1 : other);
            }
            labels.put(actor.id(), label);
        }
        return Map.copyOf(labels);
    }
}
