package io.keywatch.app.quality.attack;

import io.keywatch.app.quality.ActorKind;
import java.time.Instant;
import java.util.List;

/** Makes labels for tests of the judge. */
public final class Labels {
    private final AttackLog log = new AttackLog();

    /** An attack whose calls are a second apart. */
    public Attack attack(AttackClass attackClass, String principalId, Instant start, List<String> eventIds) {
        Attack attack = new Attack(log.opened(), attackClass, "test", principalId, ActorKind.PERSON);
        log.open(attack);
        for (int i = 0; i < eventIds.size(); i++) {
            log.mark(attack, eventIds.get(i), start.plusSeconds(i));
        }
        return attack;
    }

    public AttackLog log() {
        return log;
    }
}
