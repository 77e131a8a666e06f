package io.keywatch.app.quality.attack;

import io.keywatch.app.quality.ActorKind;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** The label of one injected attack. Only the judge sees it. One thread. */
public final class Attack {
    private final int number;
    private final AttackClass attackClass;
    private final String variant;
    private final String principalId;
    private final ActorKind kind;
    private final Set<String> eventIds = new HashSet<>();
    private final Set<String> secrets = new HashSet<>();
    private Instant start = Instant.MAX;
    private Instant end = Instant.MIN;

    Attack(int number, AttackClass attackClass, String variant, String principalId, ActorKind kind) {
        this.number = number;
        this.attackClass = attackClass;
        this.variant = variant;
        this.principalId = principalId;
        this.kind = kind;
    }

    void add(String eventId, Instant at) {
        eventIds.add(eventId);
        start = at.isBefore(start) ? at : start;
        end = at.isAfter(end) ? at : end;
    }

    void took(String secretArn) {
        secrets.add(secretArn);
    }

    public int number() {
        return number;
    }

    public AttackClass attackClass() {
        return attackClass;
    }

    /** How it was done, for the list of losing cases. */
    public String variant() {
        return variant;
    }

    /** The principal whose identity the attack uses. */
    public String principalId() {
        return principalId;
    }

    public ActorKind kind() {
        return kind;
    }

    /** Event time of the first malicious call; {@link Instant#MAX} while there was none. */
    public Instant start() {
        return start;
    }

    public Instant end() {
        return end;
    }

    public int events() {
        return eventIds.size();
    }

    public int distinctSecrets() {
        return secrets.size();
    }
}
