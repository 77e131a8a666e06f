package io.keywatch.app.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Groups dealt out by lot, the same for the same seed and groups. */
record Folds(Map<String, Integer> byGroup) {
    static Folds of(List<String> groups, int count, long seed) {
        List<String> order = new ArrayList<>(groups);
        Collections.sort(order);
        Collections.shuffle(order, new Random(seed));
        Map<String, Integer> byGroup = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            byGroup.put(order.get(i), i % count);
        }
        return new Folds(byGroup);
    }

    int of(String group) {
        Integer fold = byGroup.get(group);
        if (fold == null) {
            throw new IllegalArgumentException("a group that was not dealt out: " + group);
        }
        return fold;
    }
}
