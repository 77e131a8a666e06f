package io.keywatch.app.quality.attack;

import io.keywatch.app.quality.Actor;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.app.quality.Traffic;
import io.keywatch.app.quality.TrafficSettings;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Writes attacks into benign calls while they pass, in order of event time. It learns what victims look like from the
 * stream alone, so it works on any generator, and picks each victim when its attack begins. One thread.
 */
public final class AttackInjector implements Iterator<ApiCall> {
    private record Step(Instant at, long order, Runnable action) {}

    private record Pending(ApiCall call, long order) {}

    private final Iterator<ApiCall> benign;
    private final Map<String, Actor> actors = new HashMap<>();
    private final Map<String, Witness> witnesses = new HashMap<>();
    private final Map<String, Witness> byUserName = new HashMap<>();
    private final Set<String> seenSecrets = new HashSet<>();
    private final List<SecretRef> catalogue;
    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(Comparator.comparing(Step::at).thenComparingLong(Step::order));
    private final PriorityQueue<Pending> pending = new PriorityQueue<>(
            Comparator.comparing((Pending p) -> p.call().getEventTime()).thenComparingLong(Pending::order));
    private final AttackLog log = new AttackLog();
    private final Map<String, Attack> exposedKeys = new HashMap<>();
    private final Set<String> departed = new HashSet<>();
    private final Deque<Exposure> exposures = new ArrayDeque<>();
    private final Instant end;
    private long order;
    private @Nullable ApiCall ahead;
    private @Nullable ApiCall upcoming;

    /** @param perClass how many attacks of each class */
    public AttackInjector(Traffic traffic, TrafficSettings settings, int perClass) {
        this.benign = traffic.calls();
        this.catalogue = traffic.secrets();
        this.end = settings.end();
        traffic.actors().forEach(actor -> actors.put(actor.id(), actor));
        SplittableRandom random = new SplittableRandom(settings.seed() * 101 + 11);
        new AttackScripts(this, settings, random).schedule(perClass);
    }

    public AttackLog log() {
        return log;
    }

    /** Exposures that the content scanner would have told of up to this moment, each once. */
    public List<Exposure> exposuresUntil(Instant moment) {
        List<Exposure> due = new ArrayList<>();
        while (!exposures.isEmpty() && !exposures.getFirst().getFirstSeen().isAfter(moment)) {
            due.add(exposures.removeFirst());
        }
        return due;
    }

    @Override
    public boolean hasNext() {
        return prepare() != null;
    }

    @Override
    public ApiCall next() {
        ApiCall call = prepare();
        if (call == null) {
            throw new NoSuchElementException();
        }
        ahead = null;
        return call;
    }

    private @Nullable ApiCall prepare() {
        while (ahead == null) {
            if (upcoming == null && benign.hasNext()) {
                upcoming = benign.next();
            }
            Instant now = upcoming == null ? end : upcoming.getEventTime();
            Step step = steps.peek();
            if (step != null && !step.at().isAfter(now)) {
                steps.poll();
                step.action().run();
                continue;
            }
            Pending first = pending.peek();
            if (first != null && !first.call().getEventTime().isAfter(now)) {
                pending.poll();
                if (first.call().getEventTime().isBefore(end)) {
                    ahead = first.call();
                }
                continue;
            }
            if (upcoming == null) {
                return null;
            }
            ApiCall call = upcoming;
            upcoming = null;
            if (!byDeparted(call)) {
                observe(call);
                ahead = call;
            }
        }
        return ahead;
    }

    private void observe(ApiCall call) {
        String id = call.getPrincipal().getId();
        Actor actor = actors.get(id);
        if (actor == null) {
            return;
        }
        Witness witness = witnesses.get(id);
        if (witness == null) {
            witness = new Witness(actor, call.getEventTime());
            witnesses.put(id, witness);
            if (actor.userName() != null) {
                byUserName.put(actor.userName(), witness);
            }
        }
        witness.see(call);
        String secret = Witness.secretOf(call);
        if (!secret.isEmpty()) {
            seenSecrets.add(secret);
        }
        String session = call.getPrincipal().getSessionName();
        Witness named = session == null ? null : byUserName.get(session);
        if (named != null && call.getPrincipal().getInvokedBy() == null) {
            named.namedSession = witness.recent.getLast();
        }
        String key = call.getPrincipal().getAccessKeyId();
        Attack owner = key == null ? null : exposedKeys.get(key);
        if (owner != null) {
            log.mark(owner, call.getEventId(), call.getEventTime());
        }
    }

    private boolean byDeparted(ApiCall call) {
        if (departed.isEmpty()) {
            return false;
        }
        String session = call.getPrincipal().getSessionName();
        return departed.contains(call.getPrincipal().getId()) || (session != null && departed.contains(session));
    }

    void at(Instant when, Runnable action) {
        steps.add(new Step(when, order++, action));
    }

    /** A call that belongs to the attack's story but is not itself malicious, as a departure. */
    void tell(ApiCall call) {
        pending.add(new Pending(call, order++));
    }

    void commit(Attack attack, ApiCall call) {
        String secret = Witness.secretOf(call);
        if (!secret.isEmpty()) {
            attack.took(secret);
        }
        if (call.getEventTime().isBefore(end)) {
            log.mark(attack, call.getEventId(), call.getEventTime());
        }
        tell(call);
    }

    Attack open(AttackClass attackClass, String variant, Witness victim) {
        victim.taken = true;
        Attack attack = new Attack(log.opened(), attackClass, variant, victim.actor.id(), victim.actor.kind());
        log.open(attack);
        return attack;
    }

    /** From now on every use of the key counts as the attack's: an exposed key has to go, whoever uses it. */
    void expose(Exposure exposure, @Nullable Attack attack) {
        exposures.addLast(exposure);
        String key = exposure.getAccessKeyId();
        if (attack != null && key != null) {
            exposedKeys.put(key, attack);
        }
    }

    /** The person stops working: later benign calls of the user and of sessions with the user's name are dropped. */
    void depart(Witness victim) {
        departed.add(victim.actor.id());
        if (victim.actor.userName() != null) {
            departed.add(victim.actor.userName());
        }
    }

    boolean gone(Witness witness) {
        return departed.contains(witness.actor.id());
    }

    void abandon() {
        log.abandon();
    }

    List<Witness> witnesses() {
        return witnesses.values().stream()
                .sorted(Comparator.comparing((Witness witness) -> witness.actor.id()))
                .toList();
    }

    /** Secrets of day 0 that somebody was seen reading: they exist and are worth something. */
    List<SecretRef> livingSecrets() {
        return catalogue.stream()
                .filter(secret -> seenSecrets.contains(secret.arn()))
                .toList();
    }

    static Instant later(Instant from, SplittableRandom random, double meanSeconds) {
        return from.plus(Duration.ofMillis((long) (random.nextExponential() * meanSeconds * 1_000)));
    }
}
