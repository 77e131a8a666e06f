package io.keywatch.app.quality.attack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All labels of a run, filled while the stream is made. One thread. */
public final class AttackLog {
    private final List<Attack> attacks = new ArrayList<>();
    private final Map<String, Attack> byEvent = new HashMap<>();
    private int abandoned;

    void open(Attack attack) {
        attacks.add(attack);
    }

    int opened() {
        return attacks.size();
    }

    void mark(Attack attack, String eventId, Instant at) {
        attack.add(eventId, at);
        byEvent.put(eventId, attack);
    }

    void abandon() {
        abandoned++;
    }

    /** Those that had at least one malicious call. */
    public List<Attack> attacks() {
        return attacks.stream().filter(attack -> attack.events() > 0).toList();
    }

    public @Nullable Attack of(String eventId) {
        return byEvent.get(eventId);
    }

    /** Planned attacks for which no fitting victim was found. */
    public int abandoned() {
        return abandoned;
    }
}
