package io.keywatch.app.quality.attack;

import io.keywatch.app.quality.ActorKind;
import io.keywatch.app.quality.ApiCalls;
import io.keywatch.app.quality.Caller;
import io.keywatch.app.quality.TrafficSettings;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Chooses whose identity an attack uses, and dresses its calls in that identity's own sessions and networks. */
final class Victims {
    /** Long enough known that it is nobody's first days. */
    private static final Duration KNOWN_FOR = Duration.ofDays(15);
    /** Active within this: a long weekend. */
    private static final Duration STILL_ACTIVE = Duration.ofHours(80);

    private static final int FEWEST_CALLS = 20;
    /** A session that was seen this recently is still valid. */
    private static final Duration SESSION_LIFE = Duration.ofHours(1);

    private final AttackInjector stream;
    private final TrafficSettings settings;
    private final ApiCalls calls;
    private final SplittableRandom random;

    Victims(AttackInjector stream, TrafficSettings settings, ApiCalls calls, SplittableRandom random) {
        this.stream = stream;
        this.settings = settings;
        this.calls = calls;
        this.random = random;
    }

    /** A person or a service nine times in ten; sometimes a role whose own work is bulk reading. */
    @Nullable
    Witness any(Instant now, Predicate<Witness> fits) {
        double lot = random.nextDouble();
        ActorKind kind = lot < 0.45
                ? ActorKind.PERSON
                : lot < 0.87 ? ActorKind.SERVICE : lot < 0.96 ? ActorKind.CI : ActorKind.TERRAFORM;
        Witness found = of(kind, now, fits);
        return found == null ? choose(now, fits) : found;
    }

    @Nullable
    Witness of(ActorKind kind, Instant now, Predicate<Witness> fits) {
        return choose(now, witness -> witness.actor.kind() == kind && fits.test(witness));
    }

    @Nullable
    Witness choose(Instant now, Predicate<Witness> fits) {
        for (Witness witness : shuffled(stream.witnesses(), random)) {
            boolean eligible = !witness.taken
                    && !witness.recent.isEmpty()
                    && witness.calls >= FEWEST_CALLS
                    && witness.firstSeen.isBefore(settings.testStart().minus(KNOWN_FOR))
                    && witness.lastSeen.isAfter(now.minus(STILL_ACTIVE));
            if (eligible && fits.test(witness)) {
                return witness;
            }
        }
        return null;
    }

    /**
     * The last session where it may still live; else a new one of the same role as on one of its recent occasions, with
     * the session name, network and agent of that one occasion: mixed from two they would give themselves away.
     */
    Caller caller(Witness victim, Instant now) {
        Witness.Moment last = victim.recent.getLast();
        if (last.at().isAfter(now.minus(SESSION_LIFE))) {
            return last.caller();
        }
        List<Witness.Moment> moments = victim.moments();
        Caller then = moments.get(random.nextInt(moments.size())).caller();
        Principal current = last.caller().principal();
        Principal who = current.getSessionIssuerArn() == null ? current : then.principal();
        return new Caller(renewed(who, now), then.network(), then.region());
    }

    /** Long-term keys stay; a session gets a new temporary key. */
    Principal renewed(Principal principal, Instant now) {
        if (principal.getSessionIssuerArn() == null) {
            return principal;
        }
        return Principal.newBuilder(principal)
                .setAccessKeyId(calls.accessKeyId(true))
                .setSessionCreated(now)
                .build();
    }

    /** A public address of somebody else altogether, so that the second network is as ordinary as any. */
    Network elsewhere(Witness victim, @Nullable String userAgent) {
        List<Network> others = new ArrayList<>();
        for (Witness witness : shuffled(stream.witnesses(), random)) {
            if (!witness.actor.accountId().equals(victim.actor.accountId()) && !witness.recent.isEmpty()) {
                Network network = witness.recent.getLast().caller().network();
                if (network.getVpcEndpointId() == null && foreign(victim, network.getIp())) {
                    others.add(network);
                    break;
                }
            }
        }
        String ip = others.isEmpty()
                ? "198.51.100." + (1 + random.nextInt(254))
                : others.getFirst().getIp();
        return new Network(ip, null, userAgent);
    }

    private static boolean foreign(Witness victim, @Nullable String ip) {
        return ip != null
                && victim.recent.stream()
                        .noneMatch(moment -> ip.equals(moment.caller().network().getIp()));
    }

    /** On that day, at the hour of one of the victim's recent calls. */
    Instant usualTime(Witness victim, Instant midnight) {
        List<Witness.Moment> moments = victim.moments();
        int second = moments.get(random.nextInt(moments.size()))
                .at()
                .atZone(ZoneOffset.UTC)
                .toLocalTime()
                .toSecondOfDay();
        return midnight.plusSeconds(second + random.nextInt(900));
    }

    static <T> List<T> shuffled(List<T> list, SplittableRandom random) {
        List<T> copy = new ArrayList<>(list);
        for (int i = copy.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            T swapped = copy.get(i);
            copy.set(i, copy.get(j));
            copy.set(j, swapped);
        }
        return copy;
    }
}
