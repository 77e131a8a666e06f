package io.keywatch.app.quality.office;

import io.keywatch.app.quality.Caller;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Network;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** A service with a role of its own: instances, tasks or functions that read the same few secrets again and again. */
final class Workload implements Agent {
    private enum Platform {
        INSTANCES,
        TASKS,
        FUNCTION
    }

    /** An instance, task or function environment with its session. */
    private record Replica(String session, String address) {}

    private static final List<String> CHORES = List.of(
            "sqs.amazonaws.com GetQueueUrl",
            "s3.amazonaws.com GetBucketLocation",
            "dynamodb.amazonaws.com DescribeTable",
            "ec2.amazonaws.com DescribeInstances",
            "kms.amazonaws.com GenerateDataKey",
            "sts.amazonaws.com GetCallerIdentity");

    private final Office office;
    private final Team team;
    private final Account account;
    private final Identity role;
    private final Platform platform;
    final List<SecretRef> secrets;
    private final String agent;
    private final boolean throughEndpoint;
    /** Hours between refreshes of a cache; 0 reads at start only. */
    private final double refreshHours;

    private final boolean batches;
    private final int firstDay;
    private final int width;
    private List<Replica> replicas = List.of();
    private String keyId = "";

    Workload(Office office, Team team, Account account, Identity role, int firstDay) {
        this.office = office;
        this.team = team;
        this.account = account;
        this.role = role;
        this.firstDay = firstDay;
        Dice dice = office.dice;
        this.platform = dice.pick(List.of(Platform.INSTANCES, Platform.TASKS, Platform.TASKS, Platform.FUNCTION));
        this.agent = dice.pick(List.of(
                "aws-sdk-java/2.25." + dice.between(1, 70),
                "Boto3/1.34." + dice.between(1, 160),
                "aws-sdk-go-v2/1.2" + dice.between(4, 9) + ".0",
                "aws-sdk-js/3.5" + dice.between(10, 90) + ".0"));
        this.throughEndpoint = dice.chance(0.5);
        this.refreshHours = dice.pick(List.of(0.0, 0.0, 0.0, 2.0, 6.0, 12.0, 12.0, 24.0));
        this.batches = dice.chance(0.06);
        this.width = platform == Platform.FUNCTION ? 1 : 1 + dice.poisson(0.9);
        int own = dice.between(2, 6);
        this.secrets = new ArrayList<>();
        for (int i = 0; i < own; i++) {
            secrets.add(
                    office.newSecret(team, account, dice.pick(List.of("db", "api", "signing", "queue", "partner"))));
        }
        team.secrets.addAll(secrets);
        List<SecretRef> shared = team.secrets.subList(0, Math.min(5, team.secrets.size()));
        for (SecretRef secret : dice.sample(shared, dice.between(0, 2))) {
            if (!secrets.contains(secret)) {
                secrets.add(secret);
            }
        }
    }

    @Override
    public void plan(Day day) {
        Dice dice = office.dice;
        if (day.index() < firstDay) {
            return;
        }
        for (int i = 0; i < secrets.size(); i++) {
            if (dice.chance(OfficeGenerator.DRIFT)) {
                SecretRef successor = office.newSecret(team, account, "next");
                team.secrets.add(successor);
                secrets.set(i, successor);
            }
        }
        keyId = office.calls.accessKeyId(true);
        if (platform == Platform.FUNCTION) {
            int coldStarts = dice.poisson(6);
            for (int i = 0; i < coldStarts; i++) {
                office.agenda.at(day.hour(dice.uniform(0, 24)), at -> {
                    replicas = List.of(new Replica(role.name(), office.places.inside()));
                    readAll(at, 0);
                });
            }
        } else {
            if (replicas.isEmpty() || (day.workday() && dice.chance(0.2))) {
                double hour = day.index() == 0 ? dice.uniform(0, 2) : dice.uniform(8, 17);
                office.agenda.at(day.hour(hour), this::deploy);
            }
            if (refreshHours > 0) {
                double phase = dice.uniform(0, refreshHours);
                for (double hour = phase; hour < 24; hour += refreshHours) {
                    office.agenda.at(day.hour(hour), at -> {
                        for (int i = 0; i < replicas.size(); i++) {
                            readAll(at.plusSeconds(7L * i), i);
                        }
                    });
                }
            }
        }
        int chores = dice.poisson(9);
        for (int i = 0; i < chores; i++) {
            office.agenda.at(day.hour(dice.uniform(0, 24)), this::chore);
        }
        if (dice.chance(0.0005)) {
            office.agenda.at(day.hour(dice.uniform(8, 18)), this::breakPolicy);
        }
    }

    private void deploy(Instant at) {
        Dice dice = office.dice;
        List<Replica> next = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            String session = platform == Platform.INSTANCES ? "i-0" + dice.hex(16) : dice.hex(32);
            next.add(new Replica(session, office.places.inside()));
        }
        replicas = next;
        for (int i = 0; i < width; i++) {
            readAll(at.plusSeconds(40L * i), i);
        }
    }

    private void readAll(Instant at, int replica) {
        Caller caller = caller(at, replica, true);
        if (batches) {
            List<SecretRef> held =
                    secrets.stream().filter(secret -> !secret.parameter()).toList();
            if (!held.isEmpty()) {
                office.agenda.say(office.calls.batchByIds(caller, at, held));
                for (SecretRef secret : held) {
                    office.agenda.say(office.calls.read(caller, at, secret));
                }
            }
            return;
        }
        Instant moment = at;
        for (SecretRef secret : secrets) {
            office.agenda.say(office.calls.read(caller, moment, secret));
            moment = moment.plusMillis(office.dice.between(20, 1_500));
        }
    }

    private void chore(Instant at) {
        if (replicas.isEmpty()) {
            return;
        }
        Caller caller = caller(at, office.dice.random.nextInt(replicas.size()), false);
        String chore = office.dice.pickByRank(CHORES);
        int space = chore.indexOf(' ');
        office.agenda.say(office.calls.plain(caller, at, chore.substring(0, space), chore.substring(space + 1)));
    }

    /** A bad deployment: the same few secrets refused once a minute until somebody mends the policy. */
    private void breakPolicy(Instant at) {
        if (replicas.isEmpty()) {
            return;
        }
        Caller caller = caller(at, 0, true);
        List<SecretRef> refused =
                secrets.stream().filter(secret -> !secret.parameter()).limit(4).toList();
        int minutes = office.dice.between(15, 120);
        for (int minute = 0; minute < minutes; minute++) {
            for (SecretRef secret : refused) {
                ApiCall call = office.calls.getSecretValue(caller, at.plus(Duration.ofMinutes(minute)), secret);
                office.agenda.say(office.calls.denied(call));
            }
        }
    }

    /** Secrets through the endpoint where there is one; everything else always through a gateway. */
    private Caller caller(Instant at, int replica, boolean secretStore) {
        Replica which = replicas.get(replica);
        int gateway =
                Math.floorMod(which.session().hashCode(), account.gateways().size());
        Network network = secretStore && throughEndpoint
                ? new Network(which.address(), account.endpoint(), agent)
                : new Network(account.gateways().get(gateway), null, agent);
        return role.session(which.session(), keyId, at.truncatedTo(ChronoUnit.HOURS), network);
    }
}
