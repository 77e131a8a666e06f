package io.keywatch.app.quality.office;

import io.keywatch.app.quality.Caller;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Works on weekdays from an office or from home, mostly looks at things, now and then reads a secret. */
final class Person implements Agent {
    /** Reads per working day: those who run things read a few, those who lead read none. */
    enum Job {
        ENGINEER(0.8),
        OPERATIONS(2.0),
        DATABASE(1.5),
        ANALYST(0.4),
        MANAGER(0.03);

        final double reads;

        Job(double reads) {
            this.reads = reads;
        }
    }

    private static final List<String> LOOKS = List.of(
            "ec2.amazonaws.com DescribeInstances",
            "s3.amazonaws.com ListBuckets",
            "cloudformation.amazonaws.com DescribeStacks",
            "monitoring.amazonaws.com DescribeAlarms",
            "logs.amazonaws.com DescribeLogGroups",
            "lambda.amazonaws.com ListFunctions20150331",
            "ecs.amazonaws.com DescribeServices",
            "rds.amazonaws.com DescribeDBInstances",
            "iam.amazonaws.com ListRoles",
            "sts.amazonaws.com GetCallerIdentity");
    /** Of a person's reads the share that goes outside what the job needs: a wrong click, help for a neighbour. */
    private static final double STRAY = 0.004;

    private final Office office;
    private final Job job;
    final String name;
    final @Nullable Identity user;
    final @Nullable Identity operations;
    private Team team;
    private final List<SecretRef> reach = new ArrayList<>();
    private final double startHour;
    private final String home;
    private final String agent;
    private final int firstDay;
    private int lastDay = Integer.MAX_VALUE;
    private String keyId;
    private int holidayUntil = -1;
    private @Nullable Caller today;

    Person(
            Office office,
            Team team,
            String name,
            @Nullable Identity user,
            @Nullable Identity operations,
            int firstDay) {
        this.office = office;
        this.team = team;
        this.name = name;
        this.user = user;
        this.operations = operations;
        this.firstDay = firstDay;
        Dice dice = office.dice;
        double lot = dice.random.nextDouble();
        this.job = lot < 0.55
                ? Job.ENGINEER
                : lot < 0.7 ? Job.OPERATIONS : lot < 0.78 ? Job.DATABASE : lot < 0.93 ? Job.ANALYST : Job.MANAGER;
        this.startHour = dice.pick(List.of(6.0, 7.5, 8.0, 8.0, 13.5)) + dice.random.nextGaussian() * 0.4;
        this.home = office.places.home();
        this.agent = dice.chance(0.35)
                ? "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"
                : "aws-cli/2." + dice.between(9, 27) + "." + dice.between(0, 30);
        this.keyId = office.calls.accessKeyId(false);
        join(team);
    }

    /** Takes on the work of a team: what the person may come to read, in a personal order of likelihood. */
    void join(Team next) {
        reach.removeIf(secret -> !office.dice.chance(0.1));
        reach.addAll(0, office.dice.sample(next.secrets, job == Job.OPERATIONS ? 12 : 6));
        team = next;
    }

    void takeOver(List<SecretRef> secrets) {
        reach.addAll(Math.min(2, reach.size()), office.dice.sample(secrets, office.dice.between(1, 4)));
    }

    void leave(int day) {
        lastDay = day;
    }

    boolean worksOn(Day day) {
        return day.index() >= firstDay && day.index() < lastDay;
    }

    String keyId() {
        return keyId;
    }

    void replaceKey(String next) {
        keyId = next;
        today = null;
    }

    @Override
    public void plan(Day day) {
        Dice dice = office.dice;
        if (!worksOn(day)) {
            return;
        }
        if (dice.chance(0.01)) {
            holidayUntil = day.index() + dice.between(3, 14);
        }
        drift();
        today = null;
        if (day.index() < holidayUntil || dice.chance(day.workday() ? 0.06 : 0.97)) {
            return;
        }
        boolean atOffice = dice.chance(0.45);
        boolean roams = dice.chance(0.04);
        int sessions = day.workday() ? 1 + dice.poisson(1.2) : 1;
        for (int i = 0; i < sessions; i++) {
            double hour = startHour + dice.uniform(0, 8.5);
            boolean moved = roams && hour > startHour + 5;
            Network network = new Network(atOffice != moved ? office.places.office() : home, null, agent);
            office.agenda.at(day.hour(hour), at -> work(at, network, job.reads / 2.2));
        }
        if (day.index() == firstDay && firstDay > 0) {
            Network desk = new Network(office.places.office(), null, agent);
            office.agenda.at(day.hour(startHour + 2), at -> readSeveral(at, desk, dice.sample(reach, 4), 1_500));
        }
    }

    private void drift() {
        for (int i = 0; i < reach.size(); i++) {
            if (office.dice.chance(OfficeGenerator.DRIFT)) {
                reach.set(i, office.dice.pick(team.secrets));
            }
        }
    }

    private void work(Instant at, Network network, double reads) {
        Dice dice = office.dice;
        Caller caller = caller(at, network);
        Instant moment = at;
        int looks = 2 + dice.poisson(4);
        for (int i = 0; i < looks; i++) {
            String look = dice.pickByRank(LOOKS);
            int space = look.indexOf(' ');
            office.agenda.say(office.calls.plain(caller, moment, look.substring(0, space), look.substring(space + 1)));
            moment = dice.soon(moment, 45);
        }
        int count = dice.poisson(reads);
        for (int i = 0; i < count; i++) {
            moment = dice.soon(moment, 90);
            Team strayTo = dice.pick(office.teams);
            SecretRef secret = dice.chance(STRAY) ? dice.pick(strayTo.secrets) : dice.pickByRank(reach);
            if (dice.chance(0.3)) {
                office.agenda.say(
                        secret.parameter()
                                ? office.calls.plain(caller, moment, "ssm.amazonaws.com", "DescribeParameters")
                                : office.calls.listSecrets(caller, moment));
            }
            readOne(moment, caller, secret);
        }
    }

    /** A few secrets one after the other: first days, an incident, a hand-over. */
    void readSeveral(Instant at, Network network, List<SecretRef> secrets, double meanSecondsApart) {
        Caller caller = caller(at, network);
        Instant moment = at;
        for (SecretRef secret : secrets) {
            readOne(moment, caller, secret);
            moment = office.dice.soon(moment, meanSecondsApart);
        }
    }

    Network anywhere() {
        return new Network(office.dice.chance(0.5) ? home : office.places.office(), null, agent);
    }

    private void readOne(Instant at, Caller caller, SecretRef secret) {
        Dice dice = office.dice;
        if (dice.chance(0.012)) {
            ApiCall call = secret.parameter()
                    ? office.calls.getParameter(caller, at, secret)
                    : office.calls.getSecretValue(caller, at, secret);
            office.agenda.say(office.calls.denied(call));
            return;
        }
        if (secret.parameter() && dice.chance(0.05)) {
            office.agenda.say(office.calls.getParameterHistory(caller, at, secret));
            return;
        }
        if (!secret.parameter() && dice.chance(0.01)) {
            office.agenda.say(office.calls.getPreviousVersion(caller, at, secret, "AWSPREVIOUS"));
        } else {
            office.agenda.say(office.calls.read(caller, at, secret));
        }
    }

    /** A user calls with the long-term key or takes the operations role; everybody else has a session per day. */
    private Caller caller(Instant at, Network network) {
        if (user != null) {
            Caller direct = user.withKey(keyId, network);
            if (operations == null || !office.dice.chance(0.3)) {
                return direct;
            }
            String key = office.calls.accessKeyId(true);
            office.agenda.say(office.calls.assumeRole(direct, at, operations.arn(), name, key));
            return operations.session(name, key, at, network);
        }
        Caller current = today;
        if (current == null || at.isAfter(created(current).plus(Duration.ofHours(10)))) {
            Identity role = office.dice.chance(0.6) ? team.developmentAccess : team.productionAccess;
            String session = name.toLowerCase(Locale.ROOT) + "@example.com";
            current = role.session(session, office.calls.accessKeyId(true), at, network);
            today = current;
        }
        return new Caller(current.principal(), network, current.region());
    }

    private static Instant created(Caller caller) {
        Instant created = caller.principal().getSessionCreated();
        return created == null ? Instant.MIN : created;
    }
}
