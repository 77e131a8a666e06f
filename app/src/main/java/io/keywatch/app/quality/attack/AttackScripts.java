package io.keywatch.app.quality.attack;

import io.keywatch.app.quality.ActorKind;
import io.keywatch.app.quality.ApiCalls;
import io.keywatch.app.quality.Caller;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.app.quality.TrafficSettings;
import io.keywatch.schemas.v1.ApiCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** How each class of attack goes. Every attack draws its own size, pace and manner. */
final class AttackScripts {
    /** The most names in one GetParameters, and secrets in one BatchGetSecretValue. */
    private static final int PARAMETERS_PER_CALL = 10;

    private static final int SECRETS_PER_BATCH = 20;
    private static final Duration DAY = Duration.ofDays(1);

    private final AttackInjector stream;
    private final TrafficSettings settings;
    private final SplittableRandom random;
    private final ApiCalls calls;
    private final Victims victims;

    AttackScripts(AttackInjector stream, TrafficSettings settings, SplittableRandom random) {
        this.stream = stream;
        this.settings = settings;
        this.random = random;
        this.calls = new ApiCalls(random.split());
        this.victims = new Victims(stream, settings, calls, random.split());
    }

    void schedule(int perClass) {
        Identities identities = new Identities(stream, random.split(), calls, victims);
        for (int i = 0; i < perClass; i++) {
            at(1, now -> quick(AttackClass.BULK_READ, now));
            at(1, now -> quick(AttackClass.BATCH_READ, now));
            at(1, now -> quick(AttackClass.SSM_MASS, now));
            Instant begin = settings.testStart().plusSeconds(random.nextInt(20_000));
            stream.at(begin, () -> slow(begin));
            at(1, this::targeted);
            at(1, this::insider);
            at(1, identities::stolenInstanceRole);
            at(4, identities::exposedKey);
            at(7, identities::departure);
            at(1, identities::decoyExposure);
        }
    }

    private interface Script {
        void run(Instant now);
    }

    /** Somewhere in the test days, with as many days left as the attack may take. */
    private void at(int daysNeeded, Script script) {
        long room = Duration.between(settings.testStart(), settings.end().minus(DAY.multipliedBy(daysNeeded)))
                .toSeconds();
        Instant when = settings.testStart().plusSeconds(7_200 + random.nextLong(Math.max(1, room - 7_200)));
        stream.at(when, () -> script.run(when));
    }

    private void quick(AttackClass attackClass, Instant now) {
        boolean parameters = attackClass == AttackClass.SSM_MASS;
        int least = 12;
        Witness victim =
                victims.any(now, witness -> reachable(witness, parameters).size() >= least);
        if (victim == null) {
            stream.abandon();
            return;
        }
        List<SecretRef> reachable = Victims.shuffled(reachable(victim, parameters), random);
        int wanted = Math.min(reachable.size(), least + random.nextInt(49));
        List<SecretRef> loot = reachable.subList(0, wanted);
        Caller caller = victims.caller(victim, now);
        switch (attackClass) {
            case BATCH_READ -> batch(victim, caller, now, loot);
            case SSM_MASS -> parameters(victim, caller, now, loot);
            default -> bulk(victim, caller, now, loot);
        }
    }

    private List<SecretRef> reachable(Witness victim, boolean parameters) {
        return stream.livingSecrets().stream()
                .filter(secret ->
                        secret.parameter() == parameters && secret.accountId().equals(victim.actor.accountId()))
                .toList();
    }

    private void bulk(Witness victim, Caller caller, Instant now, List<SecretRef> loot) {
        double seconds = 0.3 * Math.exp(random.nextDouble() * Math.log(100));
        Attack attack = stream.open(
                AttackClass.BULK_READ, "%d secrets, one in %.1f s on average".formatted(loot.size(), seconds), victim);
        stream.commit(attack, calls.listSecrets(caller, now));
        Instant moment = now.plusSeconds(2);
        for (SecretRef secret : loot) {
            read(attack, caller, moment, secret);
            moment = AttackInjector.later(moment, random, seconds);
        }
    }

    private void batch(Witness victim, Caller caller, Instant now, List<SecretRef> loot) {
        boolean byFilter = random.nextBoolean();
        boolean derived = random.nextBoolean();
        boolean decrypts = random.nextDouble() < 0.7;
        Attack attack = stream.open(
                AttackClass.BATCH_READ,
                "%d secrets, %s, %s derived events, %s decrypts"
                        .formatted(
                                loot.size(),
                                byFilter ? "by filter" : "by id",
                                derived ? "with" : "no",
                                decrypts ? "with" : "no"),
                victim);
        stream.commit(attack, calls.listSecrets(caller, now));
        int size = byFilter ? SECRETS_PER_BATCH : 5 + random.nextInt(16);
        boolean catchAll = random.nextBoolean();
        Instant moment = now.plusSeconds(3);
        for (int i = 0; i < loot.size(); i += size) {
            List<SecretRef> part = loot.subList(i, Math.min(loot.size(), i + size));
            stream.commit(
                    attack,
                    byFilter
                            ? calls.batchByFilter(
                                    caller, moment, catchAll ? "tag-key" : "name", catchAll ? "!" : "prod")
                            : calls.batchByIds(caller, moment, part));
            for (SecretRef secret : part) {
                if (derived) {
                    stream.commit(attack, calls.getSecretValue(caller, moment, secret));
                }
                if (decrypts) {
                    stream.commit(attack, calls.decryptFor(caller, moment, secret));
                }
                attack.took(secret.arn());
            }
            moment = AttackInjector.later(moment, random, 20);
        }
    }

    private void parameters(Witness victim, Caller caller, Instant now, List<SecretRef> loot) {
        boolean oneByOne = random.nextInt(3) == 0;
        int histories = 1 + random.nextInt(5);
        Attack attack = stream.open(
                AttackClass.SSM_MASS,
                "%d parameters, %s, %d histories"
                        .formatted(loot.size(), oneByOne ? "one by one" : "ten at a time", histories),
                victim);
        stream.commit(attack, calls.plain(caller, now, ApiCalls.SSM, "DescribeParameters"));
        Instant moment = now.plusSeconds(2);
        int size = oneByOne ? 1 : PARAMETERS_PER_CALL;
        for (int i = 0; i < loot.size(); i += size) {
            List<SecretRef> part = loot.subList(i, Math.min(loot.size(), i + size));
            stream.commit(
                    attack,
                    oneByOne
                            ? calls.getParameter(caller, moment, part.getFirst())
                            : calls.getParameters(caller, moment, part));
            for (SecretRef parameter : part) {
                stream.commit(attack, calls.decryptFor(caller, moment, parameter));
            }
            moment = AttackInjector.later(moment, random, oneByOne ? 2 : 8);
        }
        for (SecretRef parameter : loot.subList(0, Math.min(histories, loot.size()))) {
            stream.commit(attack, calls.getParameterHistory(caller, moment, parameter));
            stream.commit(attack, calls.decryptFor(caller, moment, parameter));
            moment = AttackInjector.later(moment, random, 3);
        }
    }

    /** One to three new secrets a day at the victim's own hours, until the test days end. */
    private void slow(Instant now) {
        Witness victim = victims.any(now, witness -> unread(witness, false).size() >= 12);
        if (victim == null) {
            stream.abandon();
            return;
        }
        Attack attack = stream.open(AttackClass.SLOW_HARVEST, "1 to 3 new secrets a day", victim);
        boolean weekdaysOnly = victim.actor.kind() == ActorKind.PERSON;
        for (int day = 0; day < settings.testDays(); day++) {
            boolean weekend = (settings.trainDays() + day) % 7 >= 5;
            if ((weekend && weekdaysOnly) || random.nextInt(10) == 0) {
                continue;
            }
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                Instant when = victims.usualTime(victim, settings.testStart().plus(DAY.multipliedBy(day)));
                if (when.isAfter(now)) {
                    stream.at(when, () -> readUnread(attack, victim, when));
                }
            }
        }
    }

    private void readUnread(Attack attack, Witness victim, Instant when) {
        List<SecretRef> left = unread(victim, false);
        if (!left.isEmpty()) {
            SecretRef secret = left.get(random.nextInt(left.size()));
            read(attack, victims.caller(victim, when), when, secret);
            victim.read.add(secret.arn());
        }
    }

    private void targeted(Instant now) {
        Witness victim = victims.any(now, witness -> unread(witness, true).size() >= 3);
        if (victim == null) {
            stream.abandon();
            return;
        }
        double minutes = random.nextBoolean() ? 0.2 : 60;
        Attack attack =
                stream.open(AttackClass.TARGETED, minutes < 1 ? "three within a minute" : "three over hours", victim);
        Instant moment = now;
        for (SecretRef secret : Victims.shuffled(unread(victim, true), random).subList(0, 3)) {
            Instant when = moment;
            stream.at(when, () -> read(attack, victims.caller(victim, when), when, secret));
            moment = AttackInjector.later(moment, random, minutes * 60);
        }
    }

    /** What the victim never read: anywhere in the account, or of other teams wherever the account allows. */
    private List<SecretRef> unread(Witness victim, boolean otherTeamsOnly) {
        List<SecretRef> near = unread(victim, otherTeamsOnly, true);
        return near.size() >= 12 ? near : unread(victim, otherTeamsOnly, false);
    }

    private List<SecretRef> unread(Witness victim, boolean otherTeamsOnly, boolean sameAccount) {
        List<SecretRef> found = new ArrayList<>();
        for (SecretRef secret : stream.livingSecrets()) {
            if (!victim.read.contains(secret.arn())
                    && (!sameAccount || secret.accountId().equals(victim.actor.accountId()))
                    && (!otherTeamsOnly || !secret.team().equals(victim.actor.team()))) {
                found.add(secret);
            }
        }
        return found;
    }

    /** Somebody of the team reads much of what the team owns, in the course of one working day. */
    private void insider(Instant now) {
        Predicate<Witness> hasTeam = witness -> ofTeam(witness).size() >= 12;
        Witness victim = victims.of(ActorKind.PERSON, now, hasTeam);
        if (victim == null) {
            stream.abandon();
            return;
        }
        List<SecretRef> team = Victims.shuffled(ofTeam(victim), random);
        List<SecretRef> loot = team.subList(0, Math.min(team.size(), 8 + random.nextInt(8)));
        long known = loot.stream()
                .filter(secret -> victim.read.contains(secret.arn()))
                .count();
        Attack attack = stream.open(
                AttackClass.INSIDER,
                "%d secrets of the own team in a day, %d of them known".formatted(loot.size(), known),
                victim);
        for (SecretRef secret : loot) {
            Instant when = now.plusSeconds(random.nextInt(6 * 3_600));
            stream.at(when, () -> read(attack, victims.caller(victim, when), when, secret));
        }
    }

    private List<SecretRef> ofTeam(Witness victim) {
        return stream.livingSecrets().stream()
                .filter(secret -> secret.team().equals(victim.actor.team()))
                .toList();
    }

    private void read(Attack attack, Caller caller, Instant when, SecretRef secret) {
        for (ApiCall call : calls.read(caller, when, secret)) {
            stream.commit(attack, call);
        }
    }
}
