package io.keywatch.app.quality.attack;

import io.keywatch.app.quality.ActorKind;
import io.keywatch.app.quality.ApiCalls;
import io.keywatch.app.quality.Caller;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.ExposureKind;
import io.keywatch.schemas.v1.ExposureState;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Attacks on the identity itself: taken from an instance, found in an object, kept after leaving. */
final class Identities {
    private final AttackInjector stream;
    private final SplittableRandom random;
    private final ApiCalls calls;
    private final Victims victims;

    Identities(AttackInjector stream, SplittableRandom random, ApiCalls calls, Victims victims) {
        this.stream = stream;
        this.random = random;
        this.calls = calls;
        this.victims = victims;
    }

    /** The instance's session at work elsewhere, under another temporary key, mostly on the instance's own secrets. */
    void stolenInstanceRole(Instant now) {
        Witness victim = victims.choose(now, witness -> {
            Witness.Moment last = witness.recent.getLast();
            String session = last.caller().principal().getSessionName();
            return session != null
                    && session.startsWith("i-")
                    && last.at().isAfter(now.minus(Duration.ofHours(6)))
                    && !known(witness).isEmpty();
        });
        if (victim == null) {
            stream.abandon();
            return;
        }
        Caller own = victim.recent.getLast().caller();
        Network elsewhere = victims.elsewhere(victim, own.network().getUserAgent());
        Caller thief = new Caller(victims.renewed(own.principal(), now), elsewhere, own.region());
        List<SecretRef> loot = loot(victim, 1 + random.nextInt(4), random.nextInt(3));
        Attack attack =
                stream.open(AttackClass.STOLEN_INSTANCE_ROLE, loot.size() + " secrets from a second network", victim);
        use(attack, thief, now, loot);
    }

    /** A key found in an object, then used from elsewhere some minutes to two days later. */
    void exposedKey(Instant now) {
        Witness victim = victims.choose(
                now,
                witness -> witness.actor.userName() != null
                        && !witness.longTermKeys.isEmpty()
                        && !known(witness).isEmpty());
        if (victim == null) {
            stream.abandon();
            return;
        }
        Caller own = longTermCaller(victim);
        String key = own.principal().getAccessKeyId();
        if (key == null) {
            stream.abandon();
            return;
        }
        List<SecretRef> loot = loot(victim, 1 + random.nextInt(3), random.nextInt(3));
        Attack attack = stream.open(AttackClass.EXPOSED_KEY, loot.size() + " secrets after the exposure", victim);
        stream.expose(exposure(key, victim.actor.accountId(), now), attack);
        Instant use = now.plusSeconds(600 + random.nextLong(2 * 86_400));
        stream.at(use, () -> {
            Network elsewhere = victims.elsewhere(victim, own.network().getUserAgent());
            use(attack, new Caller(own.principal(), elsewhere, own.region()), use, loot);
        });
    }

    /** Exposed, but nobody uses it: telling of it is the scanner's business, not an access anomaly. */
    void decoyExposure(Instant now) {
        stream.expose(exposure(calls.accessKeyId(false), "123456789012", now), null);
    }

    /**
     * Login profile and known keys go, and days later a key that the off-boarding forgot reads what its owner used to
     * read, from the owner's network or a colleague's; or the user goes while a role session with the user's name lives.
     */
    void departure(Instant now) {
        boolean session = random.nextInt(3) == 0;
        Witness victim = session ? victims.choose(now, witness -> witness.namedSession != null) : null;
        if (victim != null && victim.namedSession != null) {
            survivingSession(victim, victim.namedSession.caller(), now);
            return;
        }
        victim = victims.choose(
                now,
                witness -> witness.actor.userName() != null
                        && !witness.longTermKeys.isEmpty()
                        && !known(witness).isEmpty());
        if (victim == null) {
            stream.abandon();
            return;
        }
        forgottenKey(victim, now);
    }

    private void forgottenKey(Witness victim, Instant now) {
        boolean colleague = random.nextInt(3) == 0;
        Caller own = longTermCaller(victim);
        Network network = colleague ? colleagueOf(victim, own.network()) : own.network();
        List<SecretRef> loot = loot(victim, 2 + random.nextInt(4), random.nextInt(2));
        Attack attack = stream.open(
                AttackClass.POST_DEPARTURE,
                "forgotten key of the departed, " + (colleague ? "a colleague's network" : "own network"),
                victim);
        offBoard(victim, now, false);
        Principal kept = Principal.newBuilder(own.principal())
                .setAccessKeyId(calls.accessKeyId(false))
                .build();
        Instant use = now.plusSeconds(3_600 + random.nextLong(5 * 86_400));
        stream.at(use, () -> use(attack, new Caller(kept, network, own.region()), use, loot));
    }

    private void survivingSession(Witness victim, Caller role, Instant now) {
        Caller direct = longTermCaller(victim);
        Principal session = victims.renewed(role.principal(), now);
        String key = session.getAccessKeyId();
        String issuer = session.getSessionIssuerArn();
        String name = victim.actor.userName();
        if (key == null || issuer == null || name == null) {
            stream.abandon();
            return;
        }
        Attack attack = stream.open(AttackClass.POST_DEPARTURE, "role session that outlives the deleted user", victim);
        List<SecretRef> loot = loot(victim, 2 + random.nextInt(3), 2);
        stream.tell(calls.assumeRole(direct, now, issuer, name, key));
        offBoard(victim, now.plusSeconds(1_800), true);
        Instant use = now.plusSeconds(5_400 + random.nextLong(6 * 3_600));
        stream.at(use, () -> use(attack, new Caller(session, role.network(), role.region()), use, loot));
    }

    private void offBoard(Witness victim, Instant at, boolean deleted) {
        stream.depart(victim);
        String name = victim.actor.userName();
        Caller admin = adminOf(victim, at);
        if (name == null) {
            return;
        }
        stream.tell(calls.onUser(admin, at, "DeleteLoginProfile", name));
        Instant moment = at.plusSeconds(2);
        for (String key : victim.longTermKeys.stream().sorted().toList()) {
            stream.tell(calls.disableAccessKey(admin, moment, name, key));
            if (deleted) {
                stream.tell(calls.deleteAccessKey(admin, moment.plusSeconds(1), name, key));
            }
            moment = moment.plusSeconds(2);
        }
        if (deleted) {
            stream.tell(calls.onUser(admin, moment, "DeleteUser", name));
        }
    }

    /** The account's automation for people where there is one, else a person of the account; from where it last was. */
    private Caller adminOf(Witness victim, Instant at) {
        List<Witness> around = Victims.shuffled(
                stream.witnesses().stream()
                        .filter(witness -> witness != victim
                                && !stream.gone(witness)
                                && !witness.recent.isEmpty()
                                && witness.actor.accountId().equals(victim.actor.accountId()))
                        .toList(),
                random);
        Witness admin = of(ActorKind.AUTOMATION, around)
                .or(() -> of(ActorKind.PERSON, around))
                .orElse(victim);
        Caller last = admin.recent.getLast().caller();
        return new Caller(victims.renewed(last.principal(), at), last.network(), last.region());
    }

    private static Optional<Witness> of(ActorKind kind, List<Witness> witnesses) {
        return witnesses.stream()
                .filter(witness -> witness.actor.kind() == kind)
                .findFirst();
    }

    private Network colleagueOf(Witness victim, Network fallback) {
        return Victims.shuffled(stream.witnesses(), random).stream()
                .filter(witness -> witness != victim
                        && witness.actor.kind() == ActorKind.PERSON
                        && witness.actor.team().equals(victim.actor.team())
                        && !witness.recent.isEmpty())
                .findFirst()
                .map(witness -> witness.recent.getLast().caller().network())
                .orElse(fallback);
    }

    private void use(Attack attack, Caller caller, Instant from, List<SecretRef> loot) {
        Instant moment = from;
        if (random.nextBoolean()) {
            stream.commit(attack, calls.plain(caller, moment, ApiCalls.STS, "GetCallerIdentity"));
            moment = moment.plusSeconds(4);
        }
        for (SecretRef secret : loot) {
            for (ApiCall call : calls.read(caller, moment, secret)) {
                stream.commit(attack, call);
            }
            moment = AttackInjector.later(moment, random, 40);
        }
    }

    /** Long-term credentials as last used; network and agent belong to that call. */
    private static Caller longTermCaller(Witness victim) {
        return victim.recent.getLast().caller();
    }

    private List<SecretRef> known(Witness victim) {
        return stream.livingSecrets().stream()
                .filter(secret -> victim.read.contains(secret.arn()))
                .toList();
    }

    private List<SecretRef> loot(Witness victim, int known, int others) {
        List<SecretRef> own = Victims.shuffled(known(victim), random);
        List<SecretRef> near = Victims.shuffled(
                stream.livingSecrets().stream()
                        .filter(secret -> secret.accountId().equals(victim.actor.accountId())
                                && !victim.read.contains(secret.arn()))
                        .toList(),
                random);
        List<SecretRef> loot = new ArrayList<>(own.subList(0, Math.min(known, own.size())));
        loot.addAll(near.subList(0, Math.min(others, near.size())));
        return loot;
    }

    private Exposure exposure(String key, String accountId, Instant at) {
        String bucket = "reports-" + Integer.toHexString(random.nextInt());
        String resource = bucket + "/export/settings-" + random.nextInt(1_000) + ".txt";
        return Exposure.newBuilder()
                .setId(key + "@" + resource)
                .setKind(ExposureKind.ACCESS_KEY_ID)
                .setAccessKeyId(key)
                .setRuleId("aws-access-key")
                .setResourceId(resource)
                .setSurface(Surface.S3_OBJECT)
                .setFindingId("exposure-" + Integer.toHexString(random.nextInt()))
                .setAccountId(accountId)
                .setFirstSeen(at)
                .setLastSeen(at)
                .setState(ExposureState.OPEN)
                .build();
    }
}
