package io.keywatch.detect.sigma.correlate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All correlations of a rule set and how they build on one another. Immutable. */
public final class CorrelationPlan {
    public static final CorrelationPlan EMPTY = new CorrelationPlan(Map.of(), Map.of());

    private final Map<String, Correlation> byId;
    private final Map<String, List<Link>> parents;
    private final Map<String, String> families = new HashMap<>();

    /**
     * A place where a rule or correlation counts.
     *
     * @param bit position in the parent
     */
    public record Link(Correlation parent, int bit) {}

    /**
     * @param byId by the id that findings name
     * @param parents by the same id: where it counts, in the order of {@link Feed#onward}
     */
    public CorrelationPlan(Map<String, Correlation> byId, Map<String, List<Link>> parents) {
        this.byId = Map.copyOf(byId);
        this.parents = Map.copyOf(parents);
        for (Correlation correlation : byId.values()) {
            TreeSet<String> members = new TreeSet<>();
            collect(correlation, members);
            families.put(correlation.id(), members.first());
        }
    }

    public int size() {
        return byId.size();
    }

    @Nullable
    Correlation find(String id) {
        return byId.get(id);
    }

    List<Link> parentsOf(Correlation correlation) {
        return parents.getOrDefault(correlation.id(), List.of());
    }

    /** How many projections belong to a correlation's parents and theirs. */
    int projections(Correlation correlation) {
        int count = 0;
        for (Link link : parentsOf(correlation)) {
            count += 1 + projections(link.parent());
        }
        return count;
    }

    /** Correlations that build on one another are one family: what they count must come together. */
    public String family(Correlation correlation) {
        return families.getOrDefault(correlation.id(), correlation.id());
    }

    private void collect(Correlation correlation, Set<String> members) {
        if (!members.add(correlation.id())) {
            return;
        }
        parentsOf(correlation).forEach(link -> collect(link.parent(), members));
        for (Correlation other : byId.values()) {
            if (parentsOf(other).stream().anyMatch(link -> link.parent().equals(correlation))) {
                collect(other, members);
            }
        }
    }
}
